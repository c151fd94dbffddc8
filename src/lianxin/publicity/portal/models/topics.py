"""选题策划: a topic on the table of an organisation, before there is a word of it (R111)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.casework.models import CaseBase, StepBase

from ..planning.words import KINDS, TONES
from ..words import COLUMNS
from .pages import ArticlePage


class PlannedTopic(CaseBase):
    """One topic. `handler` writes it; the month of `out_on` is the page of the table on which it stands."""

    title = models.CharField("选题", max_length=80)
    angle = models.CharField("要说清什么", max_length=300, blank=True)
    kind = models.CharField("类别", max_length=6, choices=list(KINDS.items()), default="own")
    column = models.CharField("栏目", max_length=20, choices=[(k, v[0]) for k, v in COLUMNS.items()], blank=True)
    out_on = models.DateField("计划发布")
    due_on = models.DateField("交稿")
    article = models.ForeignKey(
        ArticlePage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="稿件", db_index=False
    )
    reason = models.CharField("为什么不做了", max_length=200, blank=True)
    planned_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(article__isnull=False), name="portal_topic_article")
        ]
        indexes = [
            models.Index(fields=["org_path", "out_on"], name="portal_topic_month"),
            models.Index(fields=["handler", "state", "due_on"], name="portal_topic_mine"),
        ]
        verbose_name = verbose_name_plural = "选题"

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/workbench/topics/{self.pk}/"

    @property
    def state_label(self) -> str:
        from ..planning.lifecycle import TOPIC

        return TOPIC.by_state[self.state].label

    @property
    def tone(self) -> str:
        """Colour of the mark beside the word."""
        return TONES[self.state]


class TopicStep(StepBase):
    case = models.ForeignKey(PlannedTopic, models.CASCADE, related_name="steps")
