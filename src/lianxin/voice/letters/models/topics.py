"""The three-level taxonomy of matters and where each of them is sent."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField

from ..words import TOPIC_MARKS


class Topic(models.Model):
    """A matter in the taxonomy. `code` is stable, `path` is "一级/二级/三级" in words."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=130, unique=True)
    mark = models.CharField("标记", max_length=12, choices=list(TOPIC_MARKS.items()), blank=True)
    retired = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = "事项分类"

    def __str__(self) -> str:
        return self.path.replace("/", " · ")


class Route(models.Model):
    """Who takes which matter inside which area; the deepest match of both wins."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="routes")
    area_path = OrgPathField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "area_path"], name="one_route_per_topic_and_area")]
        verbose_name = verbose_name_plural = "分派规则"

    def __str__(self) -> str:
        return f"{self.topic} → {self.organisation}"
