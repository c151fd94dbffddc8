"""A contest, its rounds with their pools, who takes part, and their papers.

A paper holds the answers of one person; they and what they earned are sealed. No column says who is better than whom.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.learning.questions.models import Version
from lianxin.learning.questions.words import KINDS

from .drawing import Place
from .marks import Result
from .timing import grace
from .words import AUDIENCES, PHASES, ROUND_PHASES, VERDICTS


class Contest(CaseBase):
    """`number`: its code. opens_at, closes_at: of the first and of the last round."""

    key = models.CharField(max_length=40, unique=True)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="起草人", db_index=False
    )
    title = models.CharField("题目", max_length=120)
    intro = models.TextField("说明", blank=True)
    audience = models.CharField("谁可以参加", max_length=8, choices=list(AUDIENCES.items()))
    list_passed = models.BooleanField("列合格名单", default=False)
    practice = models.BooleanField("开放练习", default=True)
    practice_topics = models.JSONField("练习用的专题", default=list)
    opens_at = models.DateTimeField("开始", null=True, blank=True)
    closes_at = models.DateTimeField("截止", null=True, blank=True)
    released_at = models.DateTimeField("放行时间", null=True, blank=True)
    reason = models.TextField("取消原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "知识竞赛"
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="contest_scope"),
            models.Index(fields=["state", "closes_at"], name="contest_clock"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("contests:one", args=[self.pk])

    def phase(self, now: datetime | None = None) -> str:
        """A key of `PHASES`: the state, and for a released one what the clock says."""
        if self.state != "released" or self.opens_at is None or self.closes_at is None:
            return self.state
        now = now or moment.now()
        return "upcoming" if now < self.opens_at else "open" if now < self.closes_at else "closed"

    @property
    def state_label(self) -> str:
        return PHASES[self.phase()]


class Round(models.Model):
    """一轮. counts, points: by kind; pass_mark: percent of all points; minutes: for one attempt; after_pass: only for
    those who passed the round before. seed: fixed by the release, shown after the end; commitment: shown from the release on.
    """

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("第几轮")
    title = models.CharField("名称", max_length=60, blank=True)
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止")
    minutes = models.PositiveSmallIntegerField("答题时间（分钟）")
    attempts = models.PositiveSmallIntegerField("每人考几次", default=1)
    pass_mark = models.PositiveSmallIntegerField("合格线（%）", default=60)
    counts = models.JSONField("各题型的题数", default=dict)
    points = models.JSONField("各题型每题的分", default=dict)
    topics = models.JSONField("专题", default=list)
    after_pass = models.BooleanField("上一轮合格的才能参加", default=False)
    seed = SealedTextField("抽题种子", blank=True)
    commitment = models.CharField("抽题校验值", max_length=64, blank=True)
    pool_size = models.PositiveIntegerField("题池的题数", default=0)
    marked_at = models.DateTimeField("算分时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "赛程"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="round_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.title or f"第 {self.number} 轮"

    def phase(self, now: datetime | None = None) -> str:
        """A key of `ROUND_PHASES` by the clock; closed only when nothing more is taken (LX-222)."""
        now = now or moment.now()
        return "upcoming" if now < self.opens_at else "open" if now < self.closes_at else "closed"

    def over(self, now: datetime | None = None) -> bool:
        """Nothing is taken any more: answers may be shown."""
        return (now or moment.now()) > self.closes_at + grace()

    @property
    def phase_label(self) -> str:
        return ROUND_PHASES[self.phase()]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def full(self) -> int:
        """All points of a paper."""
        return sum(n * self.points[kind] for kind, n in self.counts.items())

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """(kind in words, how many, points each) of those that are asked."""
        return [(word, self.counts[kind], self.points[kind]) for kind, word in KINDS.items() if self.counts.get(kind)]


class Pooled(models.Model):
    """A version that a round may draw, as it was at the release. struck_at: found wrong, does not count for anybody.
    asked, right: how many papers had it and how many answered it wholly right, counted when the round is marked.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="pool")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField("剔除时间", null=True, blank=True)
    asked = models.PositiveIntegerField("答到的份数", default=0)
    right = models.PositiveIntegerField("答对的份数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "题池"
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="pooled_once")]

    def __str__(self) -> str:
        return f"{self.round_id}·{self.version_id}"


class Entry(models.Model):
    """Somebody who takes part. organisation: where they were a member then; named: wants to stand in the list of those who passed."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="参加的人")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="参加时所在组织"
    )
    named = models.BooleanField("愿意列名", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "参加记录"
        constraints = [models.UniqueConstraint(fields=["contest", "person"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.contest_id}"


class Attempt(models.Model):
    """一次答题. paper: rows of `drawing.Place`; answers and result: JSON, sealed; passed: known once the round is marked."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="taken")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField("第几次")
    ticket = models.CharField("抽题号", max_length=32)
    longer = models.BooleanField("多给时间", default=False)
    started_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("到时间")
    sent_at = models.DateTimeField("交卷时间", null=True, blank=True)
    paper = models.JSONField("抽到的题", default=list)
    answers = SealedTextField("答案", blank=True)
    result = SealedTextField("得分", blank=True)
    passed = models.BooleanField("合格", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        constraints = [models.UniqueConstraint(fields=["round", "entry", "number"], name="attempt_once")]

    def __str__(self) -> str:
        return f"{self.round_id}·{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("contests:sit", args=[self.pk])

    @property
    def places(self) -> list[Place]:
        return [Place.read(row) for row in self.paper]

    @property
    def said(self) -> dict[int, list[Any]]:
        """place -> answer, in the order of the options of the bank."""
        return {int(at): row[0] for at, row in self.rows_said.items()}

    @property
    def rows_said(self) -> dict[str, list[Any]]:
        """place -> [answer, when it was chosen (ISO)]."""
        return dict(json.loads(str(self.answers))) if self.answers else {}

    @property
    def marked(self) -> Result | None:
        """What it earned, once it is known."""
        if not self.result:
            return None
        row = json.loads(str(self.result))
        return Result(tuple(row["each"]), row["cents"], row["full"])

    def over(self, now: datetime | None = None) -> bool:
        """Handed in, or its time is up with the grace."""
        return self.sent_at is not None or (now or moment.now()) > self.ends_at + grace()

    def left(self, now: datetime | None = None) -> timedelta:
        """How long there is to answer by the clock of the server."""
        return max(timedelta(0), self.ends_at - (now or moment.now()))


class Objection(models.Model):
    """题目有误: what somebody says about a question, and what another found."""

    pooled = models.ForeignKey(Pooled, models.CASCADE, related_name="objections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出的人")
    text = SealedTextField("哪里有误")
    at = models.DateTimeField("时间")
    verdict = models.CharField("认定", max_length=10, choices=list(VERDICTS.items()), blank=True)
    answer = models.TextField("答复", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "题目有误"
        constraints = [models.UniqueConstraint(fields=["pooled", "person"], name="said_wrong_once")]

    def __str__(self) -> str:
        return f"{self.pooled_id}"


class ContestStep(StepBase):
    case = models.ForeignKey(Contest, models.CASCADE, related_name="steps")
