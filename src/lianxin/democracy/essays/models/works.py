"""What people send, and what the judges say of it."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase

from ..lifecycle import WORK, WRITING
from ..words import FRONTS, SHOWN
from .calls import Call, Judge


class Work(CaseBase):
    """One text of one author for one call.

    signed: name that readers see, fixed when it is sent. consent: may be shown, or published, when it is chosen. rank: place
    of the honour in the call's list, None for 展示 only; chosen: None until somebody decided. rounds: how often it came back.
    page: of the portal, once it was handed over there.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="works")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="作者")
    key = models.CharField(max_length=40)
    title = models.CharField("题目", max_length=100, blank=True)
    body = models.TextField("正文", blank=True)
    front = models.CharField("怎么署名", max_length=4, choices=list(FRONTS.items()), default="name")
    pen_name = models.CharField("笔名", max_length=30, blank=True)
    signed = models.CharField("署名", max_length=40, blank=True)
    consent = models.BooleanField("同意展示或发表", default=False)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    sent_at = models.DateTimeField("交稿时间", null=True, blank=True)
    rounds = models.PositiveSmallIntegerField("退改次数", default=0)
    chosen = models.BooleanField("是否入选", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("奖项", null=True, blank=True)
    reason = models.CharField("理由", max_length=10, blank=True)
    reason_text = models.TextField("给作者的话", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    appeal_text = models.TextField("申诉", blank=True)
    appealed_at = models.DateTimeField("申诉时间", null=True, blank=True)
    page = models.PositiveIntegerField("门户内容", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "稿件"
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="work_of_one_form")]
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="work_scope"),
            models.Index(fields=["call", "state", "rank"], name="work_call"),
        ]

    def get_absolute_url(self) -> str:
        return f"/essays/works/{self.pk}/"

    @property
    def state_label(self) -> str:
        return WORK.by_state[self.state].label

    @property
    def named(self) -> str:
        return self.title or "（没有题目）"

    @property
    def writable(self) -> bool:
        """The author may change the words."""
        return self.state in WRITING

    @property
    def length(self) -> int:
        """Characters that are no white space."""
        return len("".join(self.body.split()))

    @property
    def honour(self) -> str:
        """The name of the honour, or 展示."""
        if not self.chosen:
            return ""
        return self.call.award_of(self.rank) or SHOWN


class Judgement(models.Model):
    """What one judge says of one work. levels: criterion (its place) -> level; said: criterion -> words; nobody else reads it
    before it was handed in."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="judgements")
    work = models.ForeignKey(Work, models.CASCADE, related_name="judgements")
    levels = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    overall = models.TextField("总的意见")
    handed_at = models.DateTimeField("交出时间")

    class Meta:
        verbose_name = verbose_name_plural = "评审意见"
        constraints = [models.UniqueConstraint(fields=["judge", "work"], name="judged_once")]

    def __str__(self) -> str:
        return f"评审意见 {self.pk}"


class WorkStep(StepBase):
    case = models.ForeignKey(Work, models.CASCADE, related_name="steps")


class WorkClock(ClockBase):
    case = models.ForeignKey(Work, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="work_alert")]
