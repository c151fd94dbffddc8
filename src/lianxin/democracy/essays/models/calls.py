"""What an organisation asks for, and whom it asks to judge."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine import moment

from ..lifecycle import CALL, CALL_SHOWN
from ..words import AUDIENCES, KINDS


class Call(CaseBase):
    """One 征文 (with an end, judges and a result) or one 征稿 (open until it is closed).

    series: the words that its yearly or quarterly editions share, e.g. 我身边的党员; edition: 2026 年. criteria: what the
    judges say something about; awards: names of the honours as the organisation calls them, highest first.
    prepared_by, decided_by: who wrote what another one releases (M04).
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField("类型", max_length=8, choices=list(KINDS.items()))
    title = models.CharField("题目", max_length=60)
    series = models.CharField("系列", max_length=30, blank=True)
    edition = models.CharField("第几期", max_length=20, blank=True)
    about = models.TextField("征集什么")
    column = models.CharField("栏目", max_length=30, blank=True)
    audience = models.CharField("谁可以参加", max_length=8, choices=list(AUDIENCES.items()))
    exhibit = models.CharField("入选作品给谁看", max_length=8, choices=list(AUDIENCES.items()), default="public")
    opens_at = models.DateTimeField("开始")
    closes_at = models.DateTimeField("截止", null=True, blank=True)
    extended = models.CharField("延长的说明", max_length=200, blank=True)
    words_least = models.PositiveIntegerField("最少字数")
    words_most = models.PositiveIntegerField("最多字数")
    judges_wanted = models.PositiveSmallIntegerField("每篇几位评委", default=0)
    criteria = models.JSONField("评审看什么", default=list)
    awards = models.JSONField("奖项", default=list)
    prepared_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    result = models.TextField("结果说明", blank=True)
    announced_at = models.DateTimeField("公布时间", null=True, blank=True)
    stop_text = models.TextField("终止的原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "征文与征稿"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at__lt=F("closes_at")), name="call_opens_first"
            ),
            models.CheckConstraint(condition=Q(words_least__lte=F("words_most")), name="call_words_in_order"),
        ]
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="call_scope"),
            models.Index(fields=["audience", "state", "closes_at"], name="call_public"),
        ]

    def get_absolute_url(self) -> str:
        return f"/essays/{self.pk}/"

    @property
    def is_theme(self) -> bool:
        return self.kind == "theme"

    @property
    def state_label(self) -> str:
        return CALL.by_state[self.state].label

    @property
    def visible(self) -> bool:
        """Readers see the call."""
        return self.state in CALL_SHOWN

    @property
    def is_open(self) -> bool:
        """Works are taken now, by the clock on the wall."""
        now = moment.now()
        return self.state == "released" and self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    @property
    def phase_words(self) -> str:
        """How it stands in words for a reader."""
        if self.state != "released":
            return {"deciding": "评审中"}.get(self.state, self.state_label)
        if self.is_open:
            return "正在征集"
        return "还没开始" if moment.now() < self.opens_at else "征集已截止"

    def award_of(self, rank: int | None) -> str:
        """Name of an honour by its place in `awards`."""
        return str(self.awards[rank]) if rank is not None and rank < len(self.awards) else ""


class Judge(models.Model):
    """Somebody who was asked to judge a call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="judges")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "评委"
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="judge_once")]

    def __str__(self) -> str:
        return f"评委 {self.pk}"


class Recusal(models.Model):
    """回避: a judge does not judge one author's works, or one work. author: declared by the desk, which knows the names;
    work: declared by the judge, who does not."""

    judge = models.ForeignKey(Judge, models.CASCADE, related_name="recusals")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    work = models.ForeignKey("essays.Work", models.CASCADE, null=True, blank=True, related_name="recusals")
    why = models.CharField("为什么回避", max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "评委回避"
        constraints = [
            models.UniqueConstraint(fields=["judge", "author"], name="recusal_author_once"),
            models.UniqueConstraint(fields=["judge", "work"], name="recusal_work_once"),
            models.CheckConstraint(
                condition=Q(author=None, work__isnull=False) | Q(author__isnull=False, work=None), name="recusal_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"回避 {self.pk}"


class CallStep(StepBase):
    case = models.ForeignKey(Call, models.CASCADE, related_name="steps")


class CallClock(ClockBase):
    case = models.ForeignKey(Call, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="call_alert")]
