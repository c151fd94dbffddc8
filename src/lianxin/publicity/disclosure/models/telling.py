"""传达: that the members of an organisation were told of an item; how many, never who has not read (B02)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.spine import moment

from .items import Item


class Telling(models.Model):
    """The notice of one item that is shown inside: how many persons can read it, and how many have no account to."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="telling")
    people = models.PositiveIntegerField("送达人数")
    offline = models.PositiveIntegerField("没有账号的人数", default=0)
    at = models.DateTimeField(default=moment.now)

    class Meta:
        verbose_name = verbose_name_plural = "公开事项的传达"

    def __str__(self) -> str:
        return f"{self.item} 送达 {self.people} 人"
