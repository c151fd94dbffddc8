"""What was said, and what reviewers decided about it."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField

from .words import AUDIENCES, DECISIONS, REASONS, SOURCES, VOICES


class Contribution(CaseBase):
    """One thing said at a place of a room of the wing. `organisation`: whose reviewers decide.

    kind, place, part: the room's word, the key of its row, a piece of it ("" for the whole). person: who speaks, known in
    the background; front_name: what others read (CMT-01). Entered for somebody without an account (A02): person is
    None, assisted_by entered it, assisted_for is who said it and how to reach them.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    place = models.BigIntegerField()
    part = models.CharField(max_length=40, blank=True)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    audience = models.CharField(max_length=8, choices=list(AUDIENCES.items()))
    voice = models.CharField(max_length=6, choices=list(VOICES.items()), default="person")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发言人")
    front_name = models.CharField("署名", max_length=60)
    text = models.TextField("内容", blank=True)
    source = models.CharField(max_length=5, choices=list(SOURCES.items()), default="web")
    assisted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    assisted_for = SealedTextField("代谁录入", blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    wish_text = models.TextField("更正为", blank=True)
    wish_note = models.CharField("更正说明", max_length=200, blank=True)
    corrected_at = models.DateTimeField("更正时间", null=True, blank=True)
    corrected_note = models.CharField("更正说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发言"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(assisted_by__isnull=False),
                name="contribution_known_behind",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "place", "part", "published_at"], name="contribution_place"),
            models.Index(fields=["org_path", "state", "due_at"], name="contribution_scope"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from .lifecycle import CONTRIBUTION

        return CONTRIBUTION.by_state[self.state].label

    @property
    def amending(self) -> bool:
        """A correction waits for a reviewer."""
        return bool(self.wish_text)

    @property
    def shown_text(self) -> str:
        """The words, or what is left of those taken back."""
        return self.text or "（已撤回）"


class Verdict(models.Model):
    """One decision of a reviewer. reason: code of `REASONS`, or empty."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="verdicts")
    decision = models.CharField(max_length=16, choices=list(DECISIONS.items()))
    reason = models.CharField(max_length=12, choices=list(REASONS.items()), blank=True)
    text = models.TextField("说明", blank=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    created_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核决定"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.pk}"


class Earlier(models.Model):
    """What stood there before a correction; read by reviewers, others read that and why it changed (M06)."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="earlier")
    text = models.TextField("更正前的内容")
    until = models.DateTimeField("到什么时候")

    class Meta:
        verbose_name = verbose_name_plural = "更正前的发言"
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return f"更正前 {self.pk}"


class ContributionStep(StepBase):
    case = models.ForeignKey(Contribution, models.CASCADE, related_name="steps")


class ContributionClock(ClockBase):
    case = models.ForeignKey(Contribution, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="contribution_alert")]
