"""One matter of supervision with what was said in it. Every word is sealed (P02); nothing is counted of a person (B01)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member, MemberRecord

from .words import KINDS, VOICES


class Matter(CaseBase):
    """`until`: the last day of a correction, at most the year of EDU-10 after `began_on`. `sanction`: the record in the
    file when a decision of its own followed; it is made there, never here."""

    key = models.CharField(max_length=40, unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="oversight")
    kind = models.CharField("方式", max_length=10, choices=list(KINDS.items()))
    began_on = models.DateField("开始日期")
    until = models.DateField("改正期限", null=True, blank=True)
    sanction = models.ForeignKey(
        MemberRecord, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="处分记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "监督事项"
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="oversight_scope"),
            models.Index(fields=["state", "until"], name="oversight_until"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from .lifecycle import OVERSIGHT

        return OVERSIGHT.by_state[self.state].label


class MatterLine(models.Model):
    """One thing that was said, by whom, on what day."""

    case = models.ForeignKey(Matter, models.CASCADE, related_name="lines")
    voice = models.CharField(max_length=8, choices=list(VOICES.items()))
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text = SealedTextField("内容")
    key = models.CharField(max_length=40)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "监督事项的内容"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="oversight_said_once")]

    def __str__(self) -> str:
        return f"{self.get_voice_display()} {self.pk}"


class MatterStep(StepBase):
    case = models.ForeignKey(Matter, models.CASCADE, related_name="steps")


class MatterClock(ClockBase):
    """The table that casework asks for; the last day of a correction is chosen by people and stands in `Matter.until`."""

    case = models.ForeignKey(Matter, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="oversight_alert")]
