"""What a member owes, and the ledger."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .reckoning import yuan
from .words import ACCOUNTS, GROUPS


class Assessment(models.Model):
    """核定: what a member pays each month from a month on. A change is another row, the old one stays (FEE-05)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="assessments")
    org_path = OrgPathField()
    since = models.DateField("自哪个月起")
    group = models.CharField("类别", max_length=10, choices=list(GROUPS.items()))
    income = SealedTextField("核定基数")
    amount = models.DecimalField("每月党费", max_digits=10, decimal_places=2)
    #: what is left after a remission; equal to `amount` without one
    payable = models.DecimalField("每月应交", max_digits=10, decimal_places=2)
    reason = SealedTextField("说明", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费核定"
        ordering = ["member", "-since", "-id"]
        indexes = [models.Index(fields=["org_path", "since"], name="dues_assessed")]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m} {self.payable}"


class Posting(models.Model):
    """One line of the ledger: an amount from one account to another, so that both sides are equal whatever happens.

    Never changed: a slip is undone by the same line the other way round (`reverses`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    on = models.DateField("日期")
    debit = models.CharField("借", max_length=10, choices=list(ACCOUNTS.items()))
    credit = models.CharField("贷", max_length=10, choices=list(ACCOUNTS.items()))
    #: whole fen, so that every engine adds them up exactly
    fen = models.BigIntegerField("金额（分）")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="postings")
    month = models.DateField("所属月份", null=True, blank=True)
    receipt = models.CharField("收据号", max_length=40, blank=True, db_index=True)
    text = models.CharField("摘要", max_length=80)
    key = models.CharField(max_length=80, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费账"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(fen__gt=0), name="posting_of_something"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="posting_between_two"),
        ]
        indexes = [
            models.Index(fields=["org_path", "on"], name="dues_ledger"),
            models.Index(fields=["member", "month"], name="dues_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_debit_display()}←{self.get_credit_display()} {self.amount}"

    @property
    def amount(self) -> Decimal:
        """In yuan."""
        return yuan(self.fen)
