"""不是同一人: two files that look alike and were looked at by people."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person

from .files import Member


class Apart(models.Model):
    """Two files that are two people's, whatever they share. first: the one with the lower key."""

    first = models.ForeignKey(Member, models.CASCADE, related_name="+")
    second = models.ForeignKey(Member, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "不是同一人"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="apart_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
