"""参考用语 that an organisation keeps for its own replies (R092)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import AtHome, HomeManager

from ..words import KINDS
from .topics import Topic


class ReplyText(AtHome):
    """A skeleton offered to whoever answers a letter at the organisation or below it; never sent by itself.

    kind, topic: empty for every letter, else only for those of the kind, or of the topic and what lies below it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reply_texts")
    name = models.CharField("名称", max_length=30)
    body = models.TextField("写法", max_length=1000)
    kind = models.CharField("留言类型", max_length=10, blank=True, choices=list(KINDS.items()))
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项")
    retired = models.BooleanField("停用", default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "参考用语"
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="letters_text_one_name")]

    def __str__(self) -> str:
        return self.name
