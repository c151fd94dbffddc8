"""One motion, from the first sentence to what came of it, and who seconded it."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.gatherings.models import Resolution

from ..words import AUDIENCES, DECLINES, TONES, WAYS


class Motion(CaseBase):
    """`author`: in the background (CMT-01), `front_name` is what readers see; put down for somebody without an account
    it has no author, `spoken_for` is their name (A02). `threshold` and `answer_days` are those declared on the day."""

    key = models.CharField(max_length=40, unique=True)
    title = models.CharField("议题", max_length=60)
    why = models.TextField("为什么提")
    wish = models.TextField("希望怎么办")
    audience = models.CharField("谁能看", max_length=8, choices=list(AUDIENCES.items()), default="members")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人")
    front_name = models.CharField("显示的名字", max_length=40)
    spoken_for = SealedTextField("代谁提出", blank=True)
    assisted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    threshold = models.PositiveSmallIntegerField("附议人数")
    answer_days = models.PositiveSmallIntegerField("答复期限（工作日）")
    shown_at = models.DateTimeField("公开附议的时间", null=True, blank=True)
    reason = models.CharField("不列入的理由", max_length=10, choices=list(DECLINES.items()), blank=True)
    reason_text = models.TextField("理由说明", blank=True)
    remedy = models.TextField("可以怎么办", blank=True)
    declined_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    declined_at = models.DateTimeField("答复时间", null=True, blank=True)
    appeal_text = models.TextField("申诉", blank=True)
    appealed_at = models.DateTimeField("申诉时间", null=True, blank=True)
    topic_url = models.CharField("讨论的地方", max_length=200, blank=True)
    way = models.CharField("怎么决定", max_length=10, choices=list(WAYS.items()), blank=True)
    poll = models.CharField("投票编号", max_length=40, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+")
    adopted = models.BooleanField("通过", null=True)
    result = models.TextField("结果和理由", blank=True)
    decided_on = models.DateField("表决日期", null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    published_at = models.DateTimeField("结果公布时间", null=True, blank=True)
    carry_on = models.DateField("落实期限", null=True, blank=True)
    carry_post = models.CharField("落实岗位", max_length=60, blank=True)
    done_text = models.TextField("落实情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="motion_scope"),
            models.Index(fields=["state", "shown_at"], name="motion_shown"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from ..lifecycle import MOTION

        return MOTION.by_state[self.state].label

    @property
    def tone(self) -> str:
        return TONES[self.state]

    def get_absolute_url(self) -> str:
        return f"/consult/motion/{self.pk}/"


class Second(models.Model):
    """附议: one person once. Only the count is shown to anybody (B01)."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="seconds")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="附议人")
    at = models.DateTimeField("附议时间")

    class Meta:
        verbose_name = verbose_name_plural = "附议"
        constraints = [models.UniqueConstraint(fields=["motion", "person"], name="seconded_once")]

    def __str__(self) -> str:
        return f"{self.motion_id}"


class MotionStep(StepBase):
    case = models.ForeignKey(Motion, models.CASCADE, related_name="steps")


class MotionClock(ClockBase):
    case = models.ForeignKey(Motion, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="motion_alert")]
