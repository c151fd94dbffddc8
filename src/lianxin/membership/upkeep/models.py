"""The contact card of an organisation, its own rules with their checks, its leading groups.

Phone and address stand in the tree and are only proposed here (B03).
"""

from __future__ import annotations

from datetime import date

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.membership.gatherings.models import Gathering

from .words import CYCLE_WORDS, CYCLES, FINDING_TONES, FINDINGS, IN_THE_TREE, LINES, ROLES


class ContactCard(models.Model):
    """What everybody reads of an organisation, and what waits to be confirmed (R023).

    proposed: name of the line -> text, only those that change; empty when nothing waits.
    confirmed_on: the day on which somebody last said that all of it is true; None: not public yet.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="contact_card")
    org_path = OrgPathField()
    hours = models.CharField("办公时间", max_length=200, blank=True)
    email = models.CharField("电子邮箱", max_length=120, blank=True)
    note = models.CharField("怎么找到我们", max_length=200, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    proposed = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    confirmed_on = models.DateField("核对日期", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "对外联系方式"
        indexes = [
            models.Index(fields=["org_path"], name="card_scope"),
            models.Index(fields=["confirmed_on"], name="card_confirmed"),
        ]

    def __str__(self) -> str:
        return f"联系方式 {self.organisation_id}"

    def says(self, line: str) -> str:
        """What stands in force on a line of `LINES`."""
        if line in IN_THE_TREE:
            return str(getattr(self.organisation, IN_THE_TREE[line]))
        return str(getattr(self, line))

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(name, label, text) of the lines that say something."""
        return [(name, label, self.says(name)) for name, label in LINES.items() if self.says(name)]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(label, before, after) of what waits."""
        return [(LINES[name], self.says(name), text) for name, text in self.proposed.items() if name in LINES]

    def due_on(self) -> date | None:
        """The day until which it is good (LX-120); None before it was ever confirmed."""
        from .policies import good_until

        return good_until(self.confirmed_on) if self.confirmed_on else None


class House(models.Model):
    """制度条目: a rule of the organisation's own, and how often it is looked at whether it is lived by (R029).

    text or address: the rule itself, or where it stands in the library of regulations; one of the two.
    since: the day from which its periods count.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="house_rules")
    org_path = OrgPathField()
    title = models.CharField("名称", max_length=80)
    text = models.TextField("内容", blank=True)
    address = models.CharField("制度库里的位置", max_length=200, blank=True)
    cycle = models.CharField("多久检查一次", max_length=8, choices=list(CYCLE_WORDS.items()))
    since = models.DateField("从哪天起")
    ended_on = models.DateField("停用日期", null=True, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        indexes = [models.Index(fields=["org_path", "ended_on"], name="house_scope")]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="house_written_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def cycle_word(self) -> str:
        return CYCLES[self.cycle].word


class HouseCheck(models.Model):
    """执行检查 of one period, once: what was looked at and found. A paper is named, not stored twice."""

    rule = models.ForeignKey(House, models.CASCADE, related_name="checks")
    first = models.DateField("这一期从")
    on = models.DateField("检查日期")
    finding = models.CharField("怎么样", max_length=8, choices=list(FINDINGS.items()))
    note = models.TextField("情况", blank=True)
    paper = models.CharField("纸质记录在哪里", max_length=120, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "制度检查"
        ordering = ["-first"]
        constraints = [models.UniqueConstraint(fields=["rule", "first"], name="house_checked_once")]

    def __str__(self) -> str:
        return f"{self.first} {self.get_finding_display()}"

    @property
    def tone(self) -> str:
        return FINDING_TONES[self.finding]


class LeadingGroup(models.Model):
    """领导机构: a leading group of an organisation, e.g. for new media (R027). Dissolved it can still be read."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="leading_groups")
    org_path = OrgPathField()
    name = models.CharField("名称", max_length=80)
    basis = models.CharField("成立依据", max_length=120)
    duties = models.TextField("职责")
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    meetings = models.ManyToManyField(Gathering, related_name="leading_groups", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "领导机构"
        indexes = [models.Index(fields=["org_path", "dissolved_on"], name="group_scope")]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="group_written_once")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """组长、副组长、成员: somebody with an account, or a name with a post; from one day to another."""

    group = models.ForeignKey(LeadingGroup, models.CASCADE, related_name="seats")
    role = models.CharField("担任", max_length=8, choices=list(ROLES.items()))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("单位和职务", max_length=60, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "领导机构成员"
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(role="head", until=None), name="group_one_head"
            ),
            models.UniqueConstraint(
                fields=["group", "name", "post"], condition=models.Q(until=None), name="group_one_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
