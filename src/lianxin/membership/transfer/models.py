"""One transfer of one person, seen from both sides."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .words import REASONS, WAYS


class Transfer(CaseBase):
    """A person on the way from `source` to `target`. Whoever is not of this instance stands as a name.

    member: None while somebody who comes from outside has no file here yet; `arriving` holds then what the letter says.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="transfers")
    way = models.CharField("途径", max_length=8, choices=list(WAYS.items()))
    reason = models.CharField("转接原因", max_length=10, choices=list(REASONS.items()))
    source = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    source_path = OrgPathField(blank=True)
    source_name = models.CharField("转出党组织", max_length=120)
    target = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    target_path = OrgPathField(blank=True)
    target_name = models.CharField("转入党组织", max_length=120)
    #: the branch that takes the person in
    home = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField("提出日期")
    letter_number = models.CharField("介绍信编号", max_length=40, blank=True)
    letters = models.PositiveSmallIntegerField("开过几次", default=0)
    issued_on = models.DateField("开出日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    dues_until = models.DateField("党费交到", null=True, blank=True)
    ended_on = models.DateField("接收日期", null=True, blank=True)
    #: who the letter is about, for somebody who comes from outside; taken away when the file is made
    arriving = SealedTextField(blank=True)
    #: what the letter tells of the way into the Party, checked; or why it was not taken. Taken away with `arriving`
    history = SealedTextField(blank=True)
    history_fault = models.CharField("培养经过没有收下的原因", max_length=200, blank=True)
    peer = models.ForeignKey("exchange.Peer", models.PROTECT, null=True, blank=True, related_name="transfers")

    class Meta:
        verbose_name = verbose_name_plural = "组织关系转接"
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(closed_at=None, member__isnull=False), name="one_open_transfer"
            ),
            models.UniqueConstraint(
                fields=["letter_number", "source_name"], condition=~models.Q(letter_number=""), name="one_letter_number"
            ),
        ]
        indexes = [
            models.Index(fields=["org_path", "state"], name="transfer_turn"),
            models.Index(fields=["source_path", "state"], name="transfer_source"),
            models.Index(fields=["target_path", "state"], name="transfer_target"),
            models.Index(fields=["state", "valid_until"], name="transfer_valid"),
        ]

    @property
    def comes_in(self) -> bool:
        """From outside this instance."""
        return self.source_id is None

    @property
    def name(self) -> str:
        from .arriving import facts_of

        return self.member.name if self.member else facts_of(self).name

    def lapsed(self, on: date) -> bool:
        """Whether the letter is no longer good on a day."""
        return self.valid_until is not None and on > self.valid_until


class TransferStep(StepBase):
    case = models.ForeignKey(Transfer, models.CASCADE, related_name="steps")
    note = SealedTextField(blank=True)


class TransferClock(ClockBase):
    """The table that casework asks for; the letter's own days count here instead."""

    case = models.ForeignKey(Transfer, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="transfer_alert")]


class LetterCount(models.Model):
    """The last number of a committee's letters in a year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_letter_count")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"
