"""One person or household that is helped, and what was done. All that says who and why is sealed (P02)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .words import CONSENTS, NEEDS, RESULTS, SAID_BY


class Help(CaseBase):
    """`organisation`: who organises the help; `handler`: the member who helps; `member`: when the helped person has a
    file here, so that they see it and say the result themselves. Stopped by withdrawn consent, its words are gone.
    """

    key = models.CharField(max_length=40, unique=True)
    who = SealedTextField("姓名或户主", blank=True)
    phone = SealedTextField("电话", blank=True)
    address = SealedTextField("住址", blank=True)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本人的档案"
    )
    kind = models.CharField("哪方面", max_length=8, choices=list(NEEDS.items()))
    need = SealedTextField("困难和需要", blank=True)
    consent = models.CharField("怎么同意的", max_length=8, choices=list(CONSENTS.items()))
    consent_on = models.DateField("同意日期")
    witness = SealedTextField("在场的人", blank=True)
    result = models.CharField("结果", max_length=8, choices=list(RESULTS.items()), blank=True)
    result_text = SealedTextField("本人怎么说", blank=True)
    said_by = models.CharField("谁说的", max_length=8, choices=list(SAID_BY.items()), blank=True)
    said_on = models.DateField("哪天说的", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "帮扶"
        indexes = [
            models.Index(fields=["org_path", "state", "due_at"], name="help_scope"),
            models.Index(fields=["handler", "state"], name="help_helper"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from .lifecycle import HELP

        return HELP.by_state[self.state].label

    @property
    def named(self) -> str:
        """Who is helped, or what is left of one whose consent was taken back."""
        return self.who or "（已收回同意）"


class HelpDeed(models.Model):
    """上门、帮办: one thing that was done on a day."""

    case = models.ForeignKey(Help, models.CASCADE, related_name="deeds")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    on = models.DateField("日期")
    text = SealedTextField("做了什么")
    key = models.CharField(max_length=40)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "帮扶经过"
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="help_done_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.pk}"


class HelpStep(StepBase):
    case = models.ForeignKey(Help, models.CASCADE, related_name="steps")
    note = SealedTextField(blank=True)


class HelpClock(ClockBase):
    case = models.ForeignKey(Help, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="help_alert")]
