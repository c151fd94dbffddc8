"""在线访谈: the announcement, its guests, the board of questions, the answers.

What people ask is a contribution of `democracy.speaking`, where it is looked through before anybody else reads it; the board
only says where it stands.
"""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase

from ..words import AUDIENCES, LANES, RELEASES, TALK_TONES


class Interview(CaseBase):
    """One interview. answer_days: working days within which what was not answered is answered afterwards.

    stamp: grows with everything that happens on the board, so that a page that asks again learns it by one number.
    """

    key = models.CharField(max_length=40, unique=True)
    subject = models.CharField("谈什么", max_length=80)
    about = models.TextField("说明")
    audience = models.CharField("谁能看、能问", max_length=10, choices=list(AUDIENCES.items()), default="public")
    release = models.CharField("答复由谁发布", max_length=10, choices=list(RELEASES.items()), default="other")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    venue = models.CharField("现场地点", max_length=120, blank=True)
    answer_days = models.PositiveSmallIntegerField("会后几个工作日内答完")
    answer_by = models.DateField("会后答复期限", null=True, blank=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reason = models.CharField("改动的原因", max_length=300, blank=True)
    summary = models.TextField("实录导语", blank=True)
    stamp = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "在线访谈"
        indexes = [
            models.Index(fields=["state", "-starts_at"], name="interview_public"),
            models.Index(fields=["org_path", "state", "-starts_at"], name="interview_scope"),
        ]

    def get_absolute_url(self) -> str:
        return f"/talks/{self.pk}/"

    @property
    def state_label(self) -> str:
        """The state in words."""
        from ..lifecycle import TALK

        return TALK.by_state[self.state].label

    @property
    def tone(self) -> str:
        return TALK_TONES[self.state]

    @property
    def over(self) -> bool:
        """The hour is past: what was not answered is answered afterwards."""
        return self.state in ("finished", "recorded", "archived")


class Guest(models.Model):
    """Somebody who answers. person: with an account here, who confirms their own answers; else only a name."""

    talk = models.ForeignKey(Interview, models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=30)
    post = models.CharField("职务", max_length=60)
    place = models.CharField("单位", max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "访谈嘉宾"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.place} {self.post} {self.name}"


class Asked(models.Model):
    """Where a question stands on the board. A row is made when the host first touches a question or somebody asks the same.

    merged_into: the question under which this one is answered; its author stays named there. order: smaller is further up.
    """

    talk = models.ForeignKey(Interview, models.CASCADE, related_name="board")
    said = models.OneToOneField("speaking.Contribution", models.CASCADE, related_name="+")
    lane = models.CharField(max_length=10, choices=list(LANES.items()), default="waiting")
    order = models.SmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    pointed_at = models.DateTimeField("指到群众留言的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "访谈问题"
        indexes = [models.Index(fields=["talk", "lane", "order"], name="asked_board")]

    def __str__(self) -> str:
        return f"{self.get_lane_display()} {self.pk}"


class SameAsk(models.Model):
    """同问, once for a person; taken back by deleting it. Nobody is shown who."""

    question = models.ForeignKey(Asked, models.CASCADE, related_name="same")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "同问"
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="same_ask_once")]

    def __str__(self) -> str:
        return f"同问 {self.pk}"


class Answer(models.Model):
    """What a guest says to a question. Nobody but the desk reads it before `released_at`.

    confirmed_at: the guest said that these are the words. corrects: an earlier answer that this one corrects, and which
    stays readable beside it (M06).
    """

    question = models.ForeignKey(Asked, models.CASCADE, related_name="answers")
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="+")
    text = models.TextField("答复")
    key = models.CharField(max_length=40, unique=True)
    typed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    typed_at = models.DateTimeField("录入时间")
    confirmed_at = models.DateTimeField("嘉宾确认时间", null=True, blank=True)
    confirmed_how = models.CharField("怎么确认的", max_length=60, blank=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    why = models.CharField("更正的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "访谈答复"
        ordering = ["typed_at", "id"]

    def __str__(self) -> str:
        return f"答复 {self.pk}"


class InterviewStep(StepBase):
    case = models.ForeignKey(Interview, models.CASCADE, related_name="steps")


class InterviewClock(ClockBase):
    case = models.ForeignKey(Interview, models.CASCADE, related_name="clocks")
