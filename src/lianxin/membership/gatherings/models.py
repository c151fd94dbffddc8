"""Gatherings, who was there, what was decided and what is to be done."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import AtHome, HomeManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .lessons import plain
from .words import KIND_WORDS, LEAVES, MARKS, PAPERS, ROLES, STATES, TONES, WAYS


class Gathering(AtHome):
    """One gathering of one organisation, which alone says where it stands (decision 0020). `revision` grows with every change and is the SEQUENCE of the calendar."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="gatherings", db_index=False)
    kind = models.CharField("种类", max_length=20, choices=list(KIND_WORDS.items()))
    title = models.CharField("题目", max_length=60)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束", null=True, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    online_url = models.CharField("线上地址", max_length=300, blank=True)
    agenda = models.TextField("议程", max_length=2000)
    state = models.CharField("进展", max_length=10, choices=list(STATES.items()), default="planned")
    revision = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=60, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)
    called_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_for = models.CharField("取消原因", max_length=200, blank=True)
    host = models.CharField("主持人", max_length=40, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    minutes = SealedTextField("会议记录", blank=True)
    #: 学时 of study that whoever was there is credited with (LX-73); None when it was none
    lessons = models.DecimalField("学时", max_digits=3, decimal_places=1, null=True, blank=True)
    #: how many steps of a 民主评议 are over (EDU-03)
    steps_done = models.PositiveSmallIntegerField(default=0)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "组织生活"
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "kind", "starts_at"], name="gathering_ledger"),
            models.Index(fields=["state", "starts_at"], name="gathering_state"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"

    @property
    def venue(self) -> str:
        """Where people come together, in words; both ways when both are offered."""
        if self.place and self.online_url:
            return f"{self.place}（也可以线上参加）"
        return self.place or "线上"

    @property
    def day(self) -> date:
        """The local day on which it begins; the figures of that day hold."""
        return timezone.localdate(self.starts_at)

    @property
    def said_lessons(self) -> str:
        """``"1.5"``, or empty."""
        return plain(self.lessons) if self.lessons is not None else ""

    @property
    def subject(self) -> str:
        """Of its photographs."""
        return f"gathering:{self.pk}"

    @property
    def tone(self) -> str:
        return TONES[self.state]


class Attendance(models.Model):
    """One person and one gathering. A person stands in it once, however often they sign in.

    Nothing is kept of the place or the device from which somebody signed in.
    """

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    role = models.CharField("身份", max_length=8, choices=list(ROLES.items()), default="called")
    votes = models.BooleanField("有表决权", default=False)
    mark = models.CharField("到会情况", max_length=8, choices=list(MARKS.items()), blank=True)
    way = models.CharField("怎样登记", max_length=8, choices=list(WAYS.items()), blank=True)
    marked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    marked_at = models.DateTimeField(null=True, blank=True)
    leave = models.CharField("请假", max_length=8, choices=list(LEAVES.items()), blank=True)
    leave_reason = SealedTextField("请假原因", blank=True)
    leave_answer = SealedTextField("答复", blank=True)
    leave_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    leave_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["role", "member__name", "id"]
        constraints = [models.UniqueConstraint(fields=["gathering", "member"], name="attends_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.get_mark_display()}"


class Guest(models.Model):
    """列席 by somebody who is known by name only: from elsewhere, or without a file."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="guests")
    name = models.CharField("姓名", max_length=40)
    unit = models.CharField("单位", max_length=60, blank=True)
    #: the line by which the gathering counts at home; whether there is one is told to nobody here
    counted = models.OneToOneField(Attendance, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "列席的同志"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["gathering", "name"], name="guest_once")]

    def __str__(self) -> str:
        return self.name


class Exemption(models.Model):
    """年老体弱: gatherings are no duty, and no share is reckoned with this person (EDU-05)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="exemptions")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    reason = SealedTextField("情况")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "免予硬性要求"
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"{self.since} {self.member_id}"


class Resolution(models.Model):
    """决议. With figures when it was voted on; `passed` was reckoned by BR-01 on the day."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="resolutions")
    text = models.CharField("决议", max_length=500)
    due = models.PositiveIntegerField("应到有表决权", null=True, blank=True)
    yes = models.PositiveIntegerField("赞成", null=True, blank=True)
    no = models.PositiveIntegerField("不赞成", null=True, blank=True)
    abstained = models.PositiveIntegerField("弃权", null=True, blank=True)
    passed = models.BooleanField("通过", default=True)
    #: entitled to vote and in the room when it was put to the vote
    here = models.PositiveIntegerField("到会有表决权", null=True, blank=True)
    #: in favour by a written opinion handed in before the meeting (DEV-15)
    written = models.PositiveIntegerField("会前书面赞成", null=True, blank=True)
    #: whose admission, conversion or extension was voted on: one person, one vote of its own (DEV-15)
    about = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="resolutions")
    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "about"], condition=models.Q(about__isnull=False), name="one_vote_on_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.text


class PaperList(models.Model):
    """A signed sheet on paper: photographed and entered by one person, confirmed by another one (A02)."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="papers")
    #: key of the attendance (as text, as JSON has it) -> mark
    marks = models.JSONField("录入的到会情况", default=dict)
    state = models.CharField("进展", max_length=10, choices=list(PAPERS.items()), default="waiting")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("录入时间")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    returned_for = models.CharField("退回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "纸质签到表"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["gathering"], condition=models.Q(state="waiting"), name="one_paper_waits")
        ]

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.get_state_display()}"

    @property
    def subject(self) -> str:
        """Of its photographs."""
        return f"gathering_paper:{self.pk}"


class Review(models.Model):
    """What a 民主评议 says of one person: own words, the words of others, and the figures of the sheet (EDU-03).

    The figures say how many chose which grade and never who; the branch decides what follows, nothing is reckoned.
    """

    attendance = models.OneToOneField(Attendance, models.CASCADE, related_name="review")
    own_words = SealedTextField("个人自评", blank=True)
    others_words = SealedTextField("党员互评", blank=True)
    good = models.PositiveIntegerField("优秀", null=True, blank=True)
    fit = models.PositiveIntegerField("合格", null=True, blank=True)
    basic = models.PositiveIntegerField("基本合格", null=True, blank=True)
    unfit = models.PositiveIntegerField("不合格", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"

    def __str__(self) -> str:
        return f"{self.attendance_id}"

    @property
    def figures(self) -> tuple[int | None, ...]:
        """In the order of `words.GRADES`."""
        return self.good, self.fit, self.basic, self.unfit


class Feed(models.Model):
    """The address under which a person's calendar is read by a phone. Whoever knows it reads it, so it can be renewed."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    #: what stands in the address, sealed, so that it can be shown to the person again
    path = SealedTextField("日历地址")
    path_index = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("开通时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.person_id}"


class Task(models.Model):
    """会后任务: what somebody does until a day."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="tasks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="gathering_tasks")
    text = models.CharField("任务", max_length=200)
    due_on = models.DateField("最迟")
    done_on = models.DateField("完成", null=True, blank=True)
    done_note = models.CharField("怎样完成的", max_length=200, blank=True)
    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "会后任务"
        ordering = ["done_on", "due_on", "id"]
        indexes = [models.Index(fields=["member", "done_on", "due_on"], name="gathering_task_of")]

    def __str__(self) -> str:
        return self.text
