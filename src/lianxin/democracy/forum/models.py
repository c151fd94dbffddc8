"""Topics and who follows them. What is said in them belongs to the room `speaking`."""

from __future__ import annotations

from django.db import models

from lianxin.democracy.speaking.words import AUDIENCES
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine import moment

from .lifecycle import VISIBLE
from .words import DOWN_REASONS, REASONS


class Topic(CaseBase):
    """One thing to talk about. proposer: who proposed it, None when the organisation began by itself.

    link: a path of this site with more about it; planned: number of the plan it came from (`plans`); follow_url: a path of this site where it is decided or done.
    prepared_by, summed_by: who wrote what another one releases (M04).
    """

    key = models.CharField(max_length=64, unique=True)
    proposer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提议人")
    proposer_name = models.CharField("提议人署名", max_length=30, blank=True)
    why = models.TextField("为什么提议", blank=True)
    reason = models.CharField("不采纳的理由", max_length=10, choices=list(REASONS.items()), blank=True)
    reason_text = models.TextField("不采纳的说明", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    title = models.CharField("话题", max_length=60)
    question = models.CharField("想听什么", max_length=200, blank=True)
    background = models.TextField("背景", blank=True)
    link = models.CharField("相关页面", max_length=200, blank=True)
    planned = models.PositiveBigIntegerField("选题", null=True, blank=True, db_index=True)
    audience = models.CharField("谁来议", max_length=8, choices=list(AUDIENCES.items()))
    opens_at = models.DateTimeField("开始", null=True, blank=True)
    closes_at = models.DateTimeField("结束", null=True, blank=True)
    rescheduled = models.CharField("改时间的说明", max_length=200, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持人")
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="副主持人", db_index=False
    )
    prepared_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    silence_told_at = models.DateTimeField(null=True, blank=True)
    heard = models.TextField("听到了什么", blank=True)
    follows = models.TextField("接下来怎么办", blank=True)
    follow_url = models.CharField("在哪里办", max_length=200, blank=True)
    summed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    summed_at = models.DateTimeField("小结时间", null=True, blank=True)
    down_reason = models.CharField("撤下的理由", max_length=10, choices=list(DOWN_REASONS.items()), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议事话题"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(opens_at__lt=models.F("closes_at")),
                name="topic_opens_first",
            )
        ]
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="topic_scope"),
            models.Index(fields=["audience", "state", "closes_at"], name="topic_public"),
        ]

    def get_absolute_url(self) -> str:
        return f"/forum/{self.pk}/"

    @property
    def state_label(self) -> str:
        """The state in words, for the desk and the proposer."""
        from .lifecycle import TOPIC

        return TOPIC.by_state[self.state].label

    @property
    def visible(self) -> bool:
        """The audience sees it."""
        return self.state in VISIBLE

    @property
    def phase(self) -> str:
        """``coming``, ``running`` or ``over``: by the clock on the wall."""
        now = moment.now()
        if self.state != "released" or self.closes_at is None or self.closes_at <= now:
            return "over"
        return "running" if self.opens_at is not None and self.opens_at <= now else "coming"

    @property
    def phase_words(self) -> str:
        """The same in words for a reader."""
        if self.phase == "over":
            return "已小结" if self.state == "summed" else "已结束"
        return {"running": "正在讨论", "coming": "还没开始"}[self.phase]


class Follow(models.Model):
    """Somebody wants to hear how it goes on. told_at: up to when they were told."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "关注话题"
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="topic_followed_once")]

    def __str__(self) -> str:
        return f"关注 {self.pk}"


class TopicStep(StepBase):
    case = models.ForeignKey(Topic, models.CASCADE, related_name="steps")


class TopicClock(ClockBase):
    case = models.ForeignKey(Topic, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="topic_alert")]
