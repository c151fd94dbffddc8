"""家庭成员: told by the person alone, while their separate consent stands (PIP-03)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.spine.sealed import SealedTextField

from ..codes import choices
from .files import Member


class Relative(models.Model):
    """One member of the family. Everything that says who it is is sealed (P02); a withdrawal erases the row."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="relatives")
    relation = models.CharField("与本人关系", max_length=1, choices=choices("relation", empty=None))
    name = SealedTextField("姓名")
    politics = models.CharField("政治面貌", max_length=2, choices=choices("politics"), blank=True)
    work = SealedTextField("工作单位和职务", blank=True)
    added_at = models.DateTimeField("填写时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ["relation", "id"]

    def __str__(self) -> str:
        return self.get_relation_display()
