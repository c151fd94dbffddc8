"""One person's way into the Party."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .reckoning import figures_said
from .steps import OBSERVED, RETRACTED, SENT


class Development(CaseBase):
    """Dates and facts of the steps that were taken. `dates`: event -> ISO day, the last time for those that repeat.

    facts: what a later step asks of an earlier one: people (keys of members), votes, days and lessons of training,
    verdict of the political review, papers.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="developments")
    dates = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "发展党员"
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(closed_at=None), name="one_open_development")
        ]
        indexes = [
            models.Index(fields=["state", "org_path", "due_at"], name="development_state"),
            models.Index(fields=["org_path", "state"], name="development_org"),
        ]

    def day(self, event: str) -> date | None:
        """When a step was taken, or None."""
        text = self.dates.get(event)
        return date.fromisoformat(text) if text else None

    def moved_since(self, event: str) -> bool:
        """Whether the person came to another branch after a step."""
        step = self.steps.filter(event=event, undone_at=None).order_by("-at", "-pk").first()
        return step is not None and self.steps.filter(event="move", at__gt=step.at).exists()

    def fact(self, event: str) -> dict[str, Any]:
        """What a step said; empty before it."""
        found: dict[str, Any] = self.facts.get(event, {})
        return found


class DevelopmentStep(StepBase):
    case = models.ForeignKey(Development, models.CASCADE, related_name="steps")
    #: inspections and reviews speak of family and health (P02)
    note = SealedTextField(blank=True)
    #: what the step changed, as it was before and, of the file, after; null for steps older than the taking back
    before = models.JSONField(null=True)
    #: when it was taken back; the line stays and is shown struck through (LX-260)
    undone_at = models.DateTimeField(null=True)


class Retraction(models.Model):
    """撤回上一步: proposed by who may enter the step, decided by somebody else (LX-260). Never erased.

    was: dates and facts of the case as they stood with the wrong step, written when it is taken back.
    """

    case = models.ForeignKey(Development, models.CASCADE, related_name="retractions")
    step = models.ForeignKey(DevelopmentStep, models.CASCADE, related_name="retractions")
    state = models.CharField("情况", max_length=10, choices=list(RETRACTED.items()), default="waiting")
    reason = SealedTextField("为什么撤回")
    answer = SealedTextField("为什么不撤回", blank=True)
    was = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发展党员撤回的步骤"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(state="waiting"), name="one_retraction_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.get_state_display()}"

    @property
    def said(self) -> str:
        """The figures that the step had, for the line that is struck through."""
        return figures_said((self.was.get("facts") or {}).get(self.step.event, {}))


class Observation(models.Model):
    """What somebody who accompanies a person (培养联系人, 入党介绍人) saw or talked about; never changed afterwards.

    Read by its author and by those whose duty covers the case, not by the person it is about.
    """

    case = models.ForeignKey(Development, models.CASCADE, related_name="observations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField("哪一天")
    kind = models.CharField("种类", max_length=10, choices=list(OBSERVED.items()))
    text = SealedTextField("情况")
    key = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "培养联系记录"
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="observed_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Analysis(models.Model):
    """Once a year the committee looks at all who are on the way below it (DEV-05); never changed afterwards."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    on = models.DateField("哪一天")
    text = SealedTextField("分析的情况")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "积极分子队伍分析"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["org_path", "on"], name="development_yearly")]

    def __str__(self) -> str:
        return f"{self.on} {self.organisation_id}"


class Application(models.Model):
    """入党申请 sent by somebody with an account and without a file; what it says is erased once it is decided."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    name = SealedTextField("姓名", blank=True)
    identity = SealedTextField("身份证号", blank=True)
    text = SealedTextField("想说的话", blank=True)
    state = models.CharField("情况", max_length=10, choices=list(SENT.items()), default="waiting")
    reason = models.CharField("退回的原因", max_length=200, blank=True)
    case = models.ForeignKey(Development, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "网上递交的入党申请"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="one_application_waiting"
            )
        ]
        indexes = [models.Index(fields=["state", "org_path"], name="development_sent")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.get_state_display()}"


class Brought(models.Model):
    """What another instance told of somebody's way, with the letter that brought them (`history`); proposed for 接续, and gone
    when a person has gone on with it. told: checked JSON."""

    member = models.OneToOneField(Member, models.PROTECT, related_name="+")
    told = SealedTextField("培养经过")
    source = models.CharField("从哪里转来", max_length=120)
    letter = models.CharField("介绍信编号", max_length=40)
    came_on = models.DateField("接收日期")

    class Meta:
        verbose_name = verbose_name_plural = "随介绍信带来的培养经过"

    def __str__(self) -> str:
        return f"{self.letter}"


class DevelopmentClock(ClockBase):
    case = models.ForeignKey(Development, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="development_alert")]
