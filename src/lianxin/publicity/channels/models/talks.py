"""Who waits for an answer on a platform: the opaque mark that the answer needs, and nothing else (C02)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from lianxin.foundation.spine.sealed import SealedTextField

from .sending import PublicAccount


class Talk(models.Model):
    """A matter that began on a platform. Deleted when the matter ends, and the mark with it.

    thing: the matter, e.g. ``"letter:12"``. address: what the platform calls the sender or the message
    (an openid; the numbers of a status and a comment); it opens no profile and is kept sealed.
    """

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="talks")
    thing = models.CharField("事项", max_length=60)
    address = SealedTextField("回复地址")
    address_index = models.CharField(max_length=32, db_index=True)
    #: when the person last wrote: a platform may allow answers for some time only
    heard_at = models.DateTimeField("最近来信", default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "对外往来"
        constraints = [models.UniqueConstraint(fields=["account", "thing"], name="channels_talk_once")]

    def __str__(self) -> str:
        return self.thing
