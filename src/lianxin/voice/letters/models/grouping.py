"""主题聚合 and 苗头提示 (R088, R086): letters about the same thing, and what rises. About matters, never about persons (O01)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from ..words import MARKS, RISE_MARKS
from .letter import Letter
from .topics import Topic


class LetterGroup(models.Model):
    """Letters that speak about the same thing. The machine proposes, people keep, rename, merge or dissolve."""

    name = models.CharField("说的事", max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=10, choices=list(MARKS.items()), default="proposed")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    last_at = models.DateTimeField("最近一件")
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "同一件事"
        indexes = [models.Index(fields=["mark", "org_path", "-last_at"], name="group_list")]

    def __str__(self) -> str:
        return self.name


class Grouped(models.Model):
    """A letter stands in one group at most. likeness: to the letter by which the machine put it there; None by a person."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="grouped")
    group = models.ForeignKey(LetterGroup, models.CASCADE, related_name="members")
    likeness = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["letter_id"]
        verbose_name = verbose_name_plural = "聚合的留言"

    def __str__(self) -> str:
        return f"{self.letter_id} {self.group_id}"


class SortedUpTo(models.Model):
    """How far the machine has come: the highest number of a letter that it looked at. One row."""

    letter_number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "聚合进度"

    def __str__(self) -> str:
        return str(self.letter_number)


class Rise(models.Model):
    """苗头: a topic or a group had unusually many letters in one week at one place. A hint, until a person has looked."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")
    group = models.ForeignKey(LetterGroup, models.CASCADE, null=True, blank=True, related_name="+")
    week = models.DateField("周一")
    sources = models.PositiveIntegerField("本周来源")
    before = models.JSONField("前几周", default=list)
    chance = models.FloatField("偶然出现的概率")
    tests = models.PositiveIntegerField("同时检验")
    mark = models.CharField(max_length=10, choices=list(RISE_MARKS.items()), default="new")
    note = models.CharField("说明", max_length=200, blank=True)
    passed_to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    marked_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "苗头"
        constraints = [
            models.UniqueConstraint(
                fields=["week", "organisation", "topic"], condition=Q(group=None), name="one_rise_per_topic"
            ),
            models.UniqueConstraint(fields=["week", "group"], condition=Q(topic=None), name="one_rise_per_group"),
        ]
        indexes = [models.Index(fields=["mark", "org_path", "-week"], name="rise_list")]

    def __str__(self) -> str:
        return f"{self.week} {self.topic or self.group}"
