"""A resource: what it is, where it comes from, who may see it, who keeps it. Its files belong to `subject`."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, StepBase

from .words import AUDIENCES, KINDS, ROOT


class Resource(CaseBase):
    """`handler`: who keeps it now (责任人). entered_by: who wrote the present words, and so does not approve them."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField("类别", max_length=10, choices=list(KINDS.items()))
    title = models.CharField("名称", max_length=80)
    era = models.CharField("年代", max_length=40, blank=True)
    summary = models.TextField("介绍")
    source = models.CharField("来源和收藏", max_length=200)
    link = models.URLField("网址", blank=True)
    audience = models.CharField("谁能看", max_length=8, choices=list(AUDIENCES.items()), default="own")
    entered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="整理的人", db_index=False
    )
    shown_at = models.DateTimeField("可以看的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "学习资源"
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="resource_scope"),
            models.Index(fields=["state", "audience", "-shown_at"], name="resource_shown"),
        ]

    @property
    def subject(self) -> str:
        """Under which its files are stored."""
        return f"resource:{self.pk}"

    def get_absolute_url(self) -> str:
        return f"{ROOT}{self.pk}/"


class ResourceStep(StepBase):
    case = models.ForeignKey(Resource, models.CASCADE, related_name="steps")
