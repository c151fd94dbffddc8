"""Abstract tables that every kind of case stands on. Each room makes its own concrete ones.

`Letter(CaseBase)`, `LetterStep(StepBase)`, `LetterClock(ClockBase)`: children point to their case
by a real foreign key, and one table per kind keeps every list on one index.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.kernel.clocks import Pause, Period


class CaseBase(models.Model):
    """One matter on its way. Only `casework.engine.advance` changes `state`, `due_at` and `revision`.

    Each kind brings the indexes of its own lists, which begin with state, path or handler; single ones beside
    them would only be written.
    """

    number = models.CharField("编号", max_length=40, unique=True, null=True)  # noqa: DJ001 - unique or unknown
    state = models.CharField("状态", max_length=20)
    revision = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="当前责任组织")
    org_path = OrgPathField()
    handler = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField("提级次数", default=0)
    opened_at = models.DateTimeField("收到时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    due_at = models.DateTimeField("最近期限", null=True, blank=True)
    due_clock = models.CharField(max_length=20, blank=True)

    objects = ScopedManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or "未编号"


class StepBase(models.Model):
    """One line of the time line. `public_note` is what everybody reads, `note` stays inside."""

    event = models.CharField(max_length=30)
    label = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    person_id = models.BigIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    public_label = models.CharField(max_length=120, blank=True)
    public_note = models.TextField(blank=True)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        abstract = True
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.label} {self.at:%Y-%m-%d %H:%M}"


class ClockBase(models.Model):
    """One running promise: which rule, since when, until when, and what it was paused for."""

    RUNNING, PAUSED, STOPPED, CANCELLED = "running", "paused", "stopped", "cancelled"
    STATES = {RUNNING: "计时中", PAUSED: "暂停", STOPPED: "已停", CANCELLED: "已取消"}

    name = models.CharField(max_length=20)
    label = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    rule_id = models.CharField(max_length=16)
    rule_version = models.CharField(max_length=40)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    #: [[start, end or null], ...] as ISO text
    pauses = models.JSONField(default=list)
    #: [[amount, unit, reason], ...]
    extensions = models.JSONField(default=list)
    next_alert_at = models.DateTimeField(null=True, blank=True)
    alerts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["started_at", "id"]

    def __str__(self) -> str:
        return f"{self.label} → {self.due_at:%Y-%m-%d}"

    @property
    def budget(self) -> Period:
        return Period(self.amount, self.unit)

    def pause_list(self) -> list[Pause]:
        return [Pause(datetime.fromisoformat(a), datetime.fromisoformat(b) if b else None) for a, b in self.pauses]

    def extension_list(self) -> list[Period]:
        return [Period(row[0], row[1]) for row in self.extensions]

    @property
    def late(self) -> bool | None:
        """Whether the promise was broken; None while it still runs."""
        return None if self.stopped_at is None else self.stopped_at > self.due_at

    def as_dict(self) -> dict[str, Any]:
        """What an API may show of the clock."""
        return {"name": self.name, "rule": self.rule_id, "due": self.due_at, "state": self.state}
