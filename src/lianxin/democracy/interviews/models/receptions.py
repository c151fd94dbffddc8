"""接访日: the plan that everybody reads, and the bookings that only the desk of that day and the visitor read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField

from ..words import ACTIVE, RECEPTION_TONES, VISIT_TONES


class Reception(CaseBase):
    """Somebody receives people on a day. slots: how many of `minutes` each, one after the other from `starts_at`."""

    key = models.CharField(max_length=40, unique=True)
    starts_at = models.DateTimeField("开始时间")
    minutes = models.PositiveSmallIntegerField("每位多少分钟")
    slots = models.PositiveSmallIntegerField("接待几位")
    venue = models.CharField("地点", max_length=120)
    receiver = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接访人", db_index=False
    )
    receiver_name = models.CharField("接访人姓名", max_length=30)
    receiver_post = models.CharField("接访人职务", max_length=60)
    matters = models.TextField("接待哪些事")
    telephone = models.CharField("电话预约", max_length=40, blank=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reason = models.CharField("改动的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访日"
        indexes = [
            models.Index(fields=["state", "-starts_at"], name="reception_public"),
            models.Index(fields=["org_path", "state", "-starts_at"], name="reception_scope"),
        ]

    def get_absolute_url(self) -> str:
        return f"/receptions/{self.pk}/"

    @property
    def state_label(self) -> str:
        """The state in words."""
        from ..lifecycle import RECEPTION

        return RECEPTION.by_state[self.state].label

    @property
    def tone(self) -> str:
        return RECEPTION_TONES[self.state]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes * self.slots)

    def slot_at(self, slot: int) -> datetime:
        """When a slot begins; the first one is 1."""
        return self.starts_at + timedelta(minutes=self.minutes * (slot - 1))

    def slot_word(self, slot: int) -> str:
        """``"09:20"``."""
        return timezone.localtime(self.slot_at(slot)).strftime("%H:%M")


class Visit(CaseBase):
    """A booking. The number that finds it again is kept as a slow hash; the phone is found by a keyed one."""

    key = models.CharField(max_length=64, unique=True)
    reception = models.ForeignKey(Reception, models.PROTECT, related_name="visits")
    day = models.DateField("日期")
    slot = models.PositiveSmallIntegerField("第几位")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来访人")
    name = SealedTextField("姓名")
    phone = SealedTextField("电话")
    phone_index = models.CharField(max_length=64)
    matter = SealedTextField("想说什么事")
    people = models.PositiveSmallIntegerField("来几位", default=1)
    code_hash = models.CharField(max_length=128, blank=True, db_index=True)
    assisted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    told = SealedTextField("谈了什么", blank=True)
    way = SealedTextField("去哪里、找谁", blank=True)
    follow_until = models.DateField("跟进到哪天", null=True, blank=True)
    rating = models.PositiveSmallIntegerField("评价", null=True, blank=True)
    solved = models.BooleanField("本人说解决了", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访预约"
        constraints = [
            models.UniqueConstraint(
                fields=["reception", "slot"], condition=models.Q(state__in=ACTIVE), name="visit_slot_once"
            ),
            models.UniqueConstraint(
                fields=["phone_index", "day"], condition=models.Q(state__in=ACTIVE), name="visit_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["org_path", "state", "day"], name="visit_scope")]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from ..lifecycle import VISIT

        return VISIT.by_state[self.state].label

    @property
    def tone(self) -> str:
        return VISIT_TONES[self.state]

    @property
    def at(self) -> datetime:
        return self.reception.slot_at(self.slot)

    @property
    def at_word(self) -> str:
        return self.reception.slot_word(self.slot)


class ReceptionStep(StepBase):
    case = models.ForeignKey(Reception, models.CASCADE, related_name="steps")


class ReceptionClock(ClockBase):
    case = models.ForeignKey(Reception, models.CASCADE, related_name="clocks")


class VisitStep(StepBase):
    case = models.ForeignKey(Visit, models.CASCADE, related_name="steps")


class VisitClock(ClockBase):
    case = models.ForeignKey(Visit, models.CASCADE, related_name="clocks")
