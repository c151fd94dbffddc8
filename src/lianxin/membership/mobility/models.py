"""Where members are who are away, contact with them, and what is proposed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Gathering

from .words import ABROAD, ENDS, GROUND_WORDS, GROUNDS, HEARD, HOSTS, KINDS, OPEN, REASONS, STATES, TONES, WAYS, Ground


class Absence(models.Model):
    """外出登记: a member is somewhere else while the relation stays at home (EDU-12). One that runs for each member.

    org_path: of the branch at home; host_path: of the organisation that takes note of them, without the file moving.
    The days in `next_contact_on`, `transfer_due_on` and `keep_until` follow from the rules (`reckoning`) and are
    written with every change, so that lists find them by an index.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="absences")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    kind = models.CharField("类别", max_length=16, choices=list(KINDS.items()))
    reason = models.CharField("原因", max_length=8, choices=list(REASONS.items()), blank=True)
    state = models.CharField("进展", max_length=8, choices=list(STATES.items()), default="open")
    since = models.DateField("自")
    until = models.DateField("预计到", null=True, blank=True)
    region_code = models.CharField("行政区划", max_length=12, blank=True)
    place = models.CharField("地方", max_length=80, blank=True)
    address = SealedTextField("住址", blank=True)
    phone = SealedTextField("联系电话", blank=True)
    fixed = models.BooleanField("地方相对固定", default=True)
    place_since = models.DateField("在这个地方自")
    host = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    host_path = OrgPathField(blank=True)
    host_name = models.CharField("流入地党组织", max_length=120, blank=True)
    host_state = models.CharField("接收登记", max_length=8, choices=list(HOSTS.items()), blank=True)
    liaison = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    liaison_phone = SealedTextField("联系人的电话", blank=True)
    last_contact_on = models.DateField("最近一次联系")
    next_contact_on = models.DateField("下次联系最迟", null=True, blank=True)
    transfer_due_on = models.DateField("应转组织关系", null=True, blank=True)
    keep_until = models.DateField("保留到", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_how = models.CharField("怎样结束", max_length=12, choices=list(ENDS.items()), blank=True)
    answer = SealedTextField("没有确认的原因", blank=True)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "外出登记"
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(state__in=OPEN), name="one_open_absence"),
        ]
        indexes = [
            models.Index(fields=["org_path", "state", "since"], name="absence_scope"),
            models.Index(fields=["host_path", "state"], name="absence_host"),
            models.Index(fields=["state", "next_contact_on"], name="absence_contact"),
            models.Index(fields=["state", "transfer_due_on"], name="absence_transfer"),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.get_kind_display()}"

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def abroad(self) -> bool:
        return self.kind in ABROAD

    def late_contact(self, on: date) -> bool:
        """Whether the day has passed by which somebody had to be in touch."""
        return self.state == "open" and self.next_contact_on is not None and on > self.next_contact_on


class AbsenceLine(models.Model):
    """One thing that happened to a registration; no sealed word stands in it."""

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="lines")
    text = models.CharField("内容", max_length=200)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = "外出经过"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text


class Contact(models.Model):
    """联系记录: somebody was in touch, or tried to be."""

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="contacts")
    on = models.DateField("日期")
    way = models.CharField("方式", max_length=8, choices=list(WAYS.items()))
    reached = models.BooleanField("联系上了", default=True)
    #: what the organisation there says: they took part in its gatherings (EDU-12)
    took_part = models.BooleanField("在流入地参加了组织生活", default=False)
    words = SealedTextField("情况", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间")
    key = models.CharField(max_length=60, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "联系记录"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_way_display()}"


class Matter(CaseBase):
    """处理建议: a day has come on which an organisation has to look at somebody's membership. People decide.

    organisation and org_path: whose turn it is; home: the branch. since: the fact that it is counted from.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="matters")
    ground = models.CharField("情形", max_length=12, choices=list(GROUND_WORDS.items()))
    since = models.DateField("自")
    reached_on = models.DateField("到期日期")
    home = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    home_path = OrgPathField()
    told_on = models.DateField("告知本人", null=True, blank=True)
    heard = models.CharField("听取本人说明", max_length=12, choices=list(HEARD.items()), blank=True)
    meeting = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "处理建议"
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(closed_at=None), name="one_open_matter"),
        ]
        indexes = [
            models.Index(fields=["org_path", "state"], name="matter_turn"),
            models.Index(fields=["home_path", "state"], name="matter_home"),
            models.Index(fields=["member", "ground", "since"], name="matter_fact"),
        ]

    @property
    def words(self) -> Ground:
        return GROUNDS[self.ground]


class MatterStep(StepBase):
    case = models.ForeignKey(Matter, models.CASCADE, related_name="steps")
    note = SealedTextField(blank=True)


class MatterClock(ClockBase):
    """The table that casework asks for; here days are counted, none of which does anything by itself."""

    case = models.ForeignKey(Matter, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="matter_alert")]
