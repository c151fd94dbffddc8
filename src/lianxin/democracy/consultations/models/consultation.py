"""One consultation: its text in versions, the groups in which the opinions are answered."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine import moment

from ..words import ANSWER_TONES, ANSWERS, AUDIENCES, TONES, VERSIONS


class Consultation(CaseBase):
    """Open between `opens_at` and `closes_at` by the clock on the wall, whatever a job does or not; `state` says only
    how far the office has come. keeper and deputy: F01."""

    key = models.CharField(max_length=40, unique=True)
    title = models.CharField("题目", max_length=80)
    background = models.TextField("为什么征求意见")
    basis = models.TextField("依据", blank=True)
    audience = models.CharField("向谁征求", max_length=8, choices=list(AUDIENCES.items()), default="members")
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止")
    report_days = models.PositiveSmallIntegerField("公布采纳情况的期限（天）")
    paper_place = models.CharField("纸质意见交到哪里", max_length=120, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name="责任人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name="副责任人")
    prepared_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="起草人"
    )
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    summary = models.TextField("结果概述", blank=True)
    reported_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="结果起草人"
    )
    finished_at = models.DateTimeField("公布时间", null=True, blank=True)
    stop_text = models.TextField("终止原因", blank=True)
    wish = models.JSONField("更正为", default=list)
    wish_note = models.CharField("更正说明", max_length=200, blank=True)
    wished_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="提出更正的人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "意见征集"
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="consultation_scope"),
            models.Index(fields=["state", "closes_at"], name="consultation_shown"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words; of a released one what the clock says."""
        from ..lifecycle import CONSULTATION

        words = {"before": "还没有开始", "open": "征集中", "closed": "整理中"}
        return words[self.phase] if self.state == "released" else CONSULTATION.by_state[self.state].label

    @property
    def phase(self) -> str:
        """before, open or closed, by the clock."""
        return phase(self.opens_at, self.closes_at, moment.now())

    @property
    def is_open(self) -> bool:
        """Opinions are taken now."""
        return self.state == "released" and self.phase == "open"

    @property
    def text_kind(self) -> str:
        """Which text readers take for the valid one: the draft, or once it is finished the final one."""
        return "final" if self.state == "finished" else "draft"

    @property
    def tone(self) -> str:
        return "wait" if self.state == "released" and self.phase != "open" else TONES[self.state]

    def get_absolute_url(self) -> str:
        return f"/consult/{self.pk}/"


def phase(opens_at: datetime, closes_at: datetime, now: datetime) -> str:
    """The first moment belongs to it, the last does not."""
    if now < opens_at:
        return "before"
    return "open" if now < closes_at else "closed"


class Version(models.Model):
    """The whole text at one time, paragraph by paragraph; older ones stay, so that every change can be seen (M06).

    note: why a text that was already published changed, in a sentence for everybody; empty for drafts before the release.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("第几稿")
    kind = models.CharField("种类", max_length=8, choices=list(VERSIONS.items()), default="draft")
    paragraphs = models.JSONField("各段", default=list)
    note = models.CharField("更正说明", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="谁写的")
    at = models.DateTimeField("写下的时间")

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.number}"


class Group(models.Model):
    """意见归类: opinions that say the same, in one sentence, and what becomes of them.

    shown: False for the answer to an opinion that was published after the result, until another person has released it.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="groups")
    part = models.CharField("第几段", max_length=8, blank=True)
    gist = models.TextField("归纳")
    answer = models.CharField("采纳情况", max_length=12, choices=list(ANSWERS.items()), blank=True)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="谁归类的")
    at = models.DateTimeField("归类时间")
    key = models.CharField(max_length=40)
    shown = models.BooleanField("已放行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见归类"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "key"], name="one_group_a_page")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def tone(self) -> str:
        return ANSWER_TONES.get(self.answer, "wait")


class Placement(models.Model):
    """An opinion stands in one group. `opinion`: key of the contribution in `democracy.speaking`; nothing of a person."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="placements")
    opinion = models.BigIntegerField("意见", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见的归类"

    def __str__(self) -> str:
        return f"{self.opinion}"


class ConsultationStep(StepBase):
    case = models.ForeignKey(Consultation, models.CASCADE, related_name="steps")


class ConsultationClock(ClockBase):
    case = models.ForeignKey(Consultation, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="consultation_alert")]
