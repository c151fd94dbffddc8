"""A poll, its roll, its urn. Nothing here links a person to an answer of a poll without names (V01, decision 0022)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, StepBase
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.sealed import SealedTextField

from .counting import Shape
from .words import AUDIENCES, ELECTORATES, ELECTORATES_SHORT, KINDS, NAMES_TO, PHASES


class Poll(CaseBase):
    """`number`: its code. items × options is what is asked; `most` answers for each item. All of it is fixed by
    the release. keeper, deputy (F01): who sees to it that it is announced in time; they may change, aloud."""

    key = models.CharField(max_length=40, unique=True)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="起草人", db_index=False
    )
    keeper = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="责任人", db_index=False
    )
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="副责任人", db_index=False
    )
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    title = models.CharField("题目", max_length=120)
    intro = models.TextField("说明", blank=True)
    items = models.JSONField("问什么", default=list)
    options = models.JSONField("答什么", default=list)
    most = models.PositiveSmallIntegerField("每项最多选几个", default=1)
    write_in = models.BooleanField("可以另写", default=False)
    comment = models.BooleanField("可以写一句话", default=False)
    nameless = models.BooleanField("不记名", default=True)
    may_change = models.BooleanField("截止前可以改", default=False)
    electorate = models.CharField("谁投", max_length=12, choices=list(ELECTORATES.items()))
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止")
    result_on = models.DateField("最迟哪天公布结果")
    audience = models.CharField("结果给谁看", max_length=8, choices=list(AUDIENCES.items()))
    names_to = models.CharField("名字给谁看", max_length=6, choices=list(NAMES_TO.items()), blank=True)
    least = models.PositiveIntegerField("少于几票不公布", default=0)
    quorum = models.PositiveSmallIntegerField("参与率不低于（%）", default=0)
    remind_every = models.PositiveSmallIntegerField("几天提醒一次", default=0)
    released_at = models.DateTimeField("放行时间", null=True, blank=True)
    roll_size = models.PositiveIntegerField("名册人数", default=0)
    roll_hash = models.CharField("名册校验值", max_length=64, blank=True)
    roll_salt = models.CharField(max_length=32, blank=True)
    paper_issued = models.PositiveIntegerField("发出的纸质票", default=0)
    statement = models.TextField("结果说明", blank=True)
    #: of what keeper and deputy were told last: "" | "closed" | "late"
    told = models.CharField(max_length=8, blank=True)
    #: what was announced; see `results.Result`
    result = models.JSONField(null=True, blank=True)
    #: names that were written in and short texts of an announced poll, JSON; for those who asked, not for the page
    words = SealedTextField("另写的名字和一句话", blank=True)
    reason = models.TextField("取消原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投票与测评"
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="poll_scope"),
            models.Index(fields=["state", "closes_at"], name="poll_clock"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("polls:one", args=[self.pk])

    def phase(self, now: datetime | None = None) -> str:
        """A key of `PHASES`: the state, and for a released one what the clock says. No job has to run for it."""
        if self.state != "released":
            return self.state
        now = now or moment.now()
        return "upcoming" if now < self.opens_at else "open" if now < self.closes_at else "closed"

    @property
    def state_label(self) -> str:
        return PHASES[self.phase()]

    @property
    def shape(self) -> Shape:
        return Shape(len(self.items), len(self.options), self.most)

    @property
    def minutes(self) -> int:
        """How long it takes about (B04): a quarter of a minute for each item, a minute to read and send."""
        return 1 + -(-len(self.items) // 4) + (1 if self.comment else 0)

    @property
    def on_roll(self) -> bool:
        """A roll was fixed; a poll of citizens has none."""
        return self.electorate != "citizens"

    @property
    def who(self) -> str:
        return ELECTORATES_SHORT[self.electorate]


class Roll(models.Model):
    """Somebody who may vote, and whether they took part. No time, no place, nothing of what was said.

    paper: holds a sheet of paper and therefore votes nowhere else.
    """

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="可以投票的人")
    voted = models.BooleanField("已参加", default=False)
    paper = models.BooleanField("领了纸质票", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "投票名册"
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="roll_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class Urn(models.Model):
    """The one row of a poll without names: `counting.packed`, sealed under a key of its own, written anew with every ballot.

    The key is sealed under the keys of the installation and is destroyed with the content when the poll is archived or
    cancelled: what backups keep of the content alone cannot be opened then.
    """

    poll = models.OneToOneField(Poll, models.CASCADE, primary_key=True, related_name="urn")
    key = SealedTextField("票箱钥匙")
    content = models.TextField("票箱")

    class Meta:
        verbose_name = verbose_name_plural = "票箱"

    def __str__(self) -> str:
        return f"{self.poll_id}"


class NamedBallot(models.Model):
    """What somebody said in a poll with names. Sealed at rest; read by nobody before the end but its author (V02)."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="named")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="投票人")
    answers = SealedTextField("选择")

    class Meta:
        verbose_name = verbose_name_plural = "记名票"
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="named_ballot_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class PaperCount(models.Model):
    """The paper ballots as one of two people counted them, sealed until both agree."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="papers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="计票人")
    numbers = SealedTextField("纸质票计数")

    class Meta:
        verbose_name = verbose_name_plural = "纸质票计数"
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="paper_counted_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class Objection(models.Model):
    """What somebody says about the roll, and the answer."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="objections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="提出的人")
    text = SealedTextField("对名册的意见")
    at = models.DateTimeField("时间")
    answer = SealedTextField("答复", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = "对名册的意见"
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="objection_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}"


class PollStep(StepBase):
    case = models.ForeignKey(Poll, models.CASCADE, related_name="steps")
