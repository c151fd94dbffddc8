"""What a member owes, the ledger, the bills that were brought in, and the ways to pay."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import AtHome, HomeManager, OrgPathField, ScopedManager, ScopedQuerySet
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .reckoning import yuan
from .words import ACCOUNTS, EVERY, GROUPS, KINDS, LINES, PARTS, REMITTANCES, SOURCES, WAYS


class _OfMembers(ScopedQuerySet["Assessment"]):
    """Scope of rows that stand where their member stands now."""

    scope_field = "member__organisation__path"


class Assessment(models.Model):
    """核定: what a member pays each month from a month on. A change is another row, the old one stays (FEE-05).

    It goes with the member wherever the file goes, so no place stands in it.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="assessments")
    since = models.DateField("自哪个月起")
    group = models.CharField("类别", max_length=10, choices=list(GROUPS.items()))
    income = SealedTextField("核定基数")
    amount = models.DecimalField("每月党费", max_digits=10, decimal_places=2)
    #: what is left after a remission; equal to `amount` without one
    payable = models.DecimalField("每月应交", max_digits=10, decimal_places=2)
    #: paid by the quarter with the branch's consent (FEE-06)
    every = models.CharField("怎样交", max_length=8, choices=list(EVERY.items()), default="month")
    reason = SealedTextField("说明", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(_OfMembers)()

    class Meta:
        verbose_name = verbose_name_plural = "党费核定"
        ordering = ["member", "-since", "-id"]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m} {self.payable}"


class Posting(AtHome):
    """One line of the ledger: an amount from one account to another, so that both sides are equal whatever happens.

    Never changed: a slip is undone by the same line the other way round (`reverses`). `organisation`: whose ledger it is;
    the database keeps the sums (`Total`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField("日期")
    debit = models.CharField("借", max_length=10, choices=list(ACCOUNTS.items()))
    credit = models.CharField("贷", max_length=10, choices=list(ACCOUNTS.items()))
    #: whole fen, so that every engine adds them up exactly
    fen = models.BigIntegerField("金额（分）")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="postings")
    month = models.DateField("所属月份", null=True, blank=True)
    receipt = models.CharField("收据号", max_length=60, blank=True, db_index=True)
    text = models.CharField("摘要", max_length=80)
    note = SealedTextField("减免原因", blank=True)
    key = models.CharField(max_length=80, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费账"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(fen__gt=0), name="posting_of_something"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="posting_between_two"),
        ]
        indexes = [
            models.Index(fields=["organisation", "on"], name="dues_ledger"),
            # the newest lines of a wide office: found by the day, and no row is read before it is shown
            models.Index(fields=["on", "id", "organisation"], name="dues_newest"),
            models.Index(fields=["member", "month"], name="dues_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_debit_display()}←{self.get_credit_display()} {self.amount}"

    @property
    def amount(self) -> Decimal:
        """In yuan."""
        return yuan(self.fen)


class Total(models.Model):
    """What the lines of one organisation come to, by the years they belong to and by what they are (decision 0023).

    Written by the database with the line itself (`keeping`), read by `totals`. on_year: of the day; of_year: of the month
    that a line is for, 0 without one; own: of a member; back: reversals.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    on_year = models.PositiveSmallIntegerField()
    of_year = models.PositiveSmallIntegerField()
    debit = models.CharField(max_length=10)
    credit = models.CharField(max_length=10)
    own = models.BooleanField()
    back = models.BooleanField()
    fen = models.BigIntegerField()
    lines = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "党费合计"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "on_year", "of_year", "debit", "credit", "own", "back"], name="dues_total_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.on_year} {self.debit}←{self.credit}"


class Series(models.Model):
    """The last number of the receipts of one organisation in one year; held while the next one is taken."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "收据号"
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Bill(models.Model):
    """账单: one file of a bank, WeChat Pay or Alipay as it was brought in."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    source = models.CharField("来源", max_length=8, choices=list(SOURCES.items()))
    account = models.CharField("收款账户", max_length=40, blank=True)
    title = models.CharField("账单种类", max_length=40)
    first_on = models.DateField("自")
    last_on = models.DateField("至")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费账单"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["org_path", "at"], name="dues_bills")]

    def __str__(self) -> str:
        return f"{self.title} {self.first_on}"


class BillLine(models.Model):
    """One movement of a bill. What came in waits (`open`) until people book it or set it aside; the rest is shown."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="lines")
    org_path = OrgPathField()
    row = models.PositiveIntegerField("第几行")
    on = models.DateField("日期")
    kind = models.CharField("种类", max_length=8, choices=list(KINDS.items()))
    fen = models.BigIntegerField("金额（分）")
    fee_fen = models.BigIntegerField("手续费（分）", default=0)
    party = SealedTextField("对方", blank=True)
    words = SealedTextField("摘要和附言", blank=True)
    trade = models.CharField("交易单号", max_length=80, blank=True)
    key = models.CharField(max_length=60, unique=True)
    outcome = models.CharField("办理", max_length=8, choices=list(LINES.items()))
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    receipt = models.CharField("收据号", max_length=60, blank=True, db_index=True)
    reason = SealedTextField("不作党费的原因", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "账单里的一笔"
        ordering = ["on", "row", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(fen__gt=0), name="line_of_something")]
        indexes = [models.Index(fields=["outcome", "org_path"], name="dues_lines_waiting")]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"

    @property
    def amount(self) -> Decimal:
        """In yuan."""
        return yuan(self.fen)

    @property
    def fee(self) -> Decimal:
        """What the payment company kept, in yuan."""
        return yuan(self.fee_fen)


class PayWay(models.Model):
    """收款方式: the organisation's own payment page or picture of a QR code. In force only after a second person agreed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    payee = models.CharField("收款方名称", max_length=60)
    link = models.CharField("付款链接", max_length=300, blank=True)
    note = models.CharField("说明", max_length=120, blank=True)
    standing = models.CharField("情况", max_length=10, choices=list(WAYS.items()), default="proposed")
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费收款方式"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(standing="in_force"), name="one_way_in_force"
            )
        ]
        indexes = [models.Index(fields=["org_path", "standing"], name="dues_ways")]

    def __str__(self) -> str:
        return self.payee


class Remittance(models.Model):
    """上缴: one amount on its way from an organisation to the one above, until that one says what arrived.

    Both sides have lines in the ledger with these numbers: `voucher` (sent), `taken` (what arrived), `settled` (what was
    different, put right by the sender).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    above = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    above_path = OrgPathField()
    part = models.CharField("哪一种", max_length=8, choices=list(PARTS.items()))
    fen = models.BigIntegerField("上缴金额（分）")
    on = models.DateField("上缴日期")
    standing = models.CharField("情况", max_length=8, choices=list(REMITTANCES.items()), default="on_way")
    voucher = models.CharField("上缴凭证", max_length=60, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    taken_fen = models.BigIntegerField("实收金额（分）", null=True)
    taken_on = models.DateField("收到日期", null=True)
    taken = models.CharField("收款凭证", max_length=60, blank=True, db_index=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField("哪里不一样", max_length=200, blank=True)
    settled = models.CharField("差额凭证", max_length=60, blank=True, db_index=True)
    answer = models.CharField("差额怎样处理的", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "上缴的党费"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(fen__gt=0), name="remittance_of_something")]
        indexes = [
            models.Index(fields=["org_path", "standing"], name="dues_sent_up"),
            models.Index(fields=["above_path", "standing"], name="dues_from_below"),
        ]

    def __str__(self) -> str:
        return self.voucher

    @property
    def amount(self) -> Decimal:
        """In yuan."""
        return yuan(self.fen)

    @property
    def arrived(self) -> Decimal:
        """What arrived, in yuan; nothing yet is 0."""
        return yuan(self.taken_fen or 0)

    @property
    def short(self) -> int:
        """Fen sent beyond what arrived; below 0 when more arrived."""
        return self.fen - (self.taken_fen or 0)
