"""Assessing, charging, receiving, remitting, undoing: the only ways into the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.models import Member

from . import policies, queries, reckoning
from .models import Assessment, Posting
from .reckoning import fen_of, first_of, to_fen
from .words import METHODS

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a payment was used for. months: (month, amount); extra: what was given beyond the dues."""

    number: str
    months: tuple[tuple[date, Decimal], ...]
    extra: Decimal


@action("dues.assess")
def assess(
    *,
    actor: Actor,
    member: Member,
    group: str,
    income: Decimal,
    since: date,
    payable: Decimal | None = None,
    reason: str = "",
) -> Assessment:
    """核定 (FEE-01 … FEE-05). payable: less than reckoned is a remission and needs its reason (FEE-06)."""
    member = lock(member)
    require(policies.may_keep(actor, member))
    amount = reckoning.monthly(group, income, since)
    if isinstance(amount, Denied):
        raise Refused(amount)
    month = first_of(since)
    known = queries.assessment(member, month)
    left = amount if payable is None else to_fen(payable)
    if not ZERO <= left <= amount:
        raise Refused(
            Denied(f"应交不能多于核定的 {amount} 元。想多交的，登记交纳时直接多交。", code="number", field="payable")
        )
    if left < amount and not reason.strip():
        raise Refused(Denied("减免要写明原因。", rule="FEE-06", code="empty", field="reason"))
    if known is not None and known.since.year == month.year and not reason.strip():
        raise Refused(Denied(f"{month.year} 年已经核定过，年内一般不变。确需改动，请写明原因。", rule="FEE-05", code="empty",
                             field="reason"))  # fmt: skip
    made = Assessment.objects.create(
        member=member, org_path=member.org_path, since=month, group=group, income=str(income), amount=amount, payable=left,
        reason=reason.strip(), by_id=actor.person_id,
    )  # fmt: skip
    record("dues.assess", actor=actor, subject=member, org_path=member.org_path, since=month.isoformat())
    return made


@action("dues.charge")
def charge(*, actor: Actor, organisation: Organisation, month: date) -> int:
    """记应收: every assessed member of the organisation and below owes this month; once, however often it is asked."""
    if not actor.may(policies.KEEP, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    month = first_of(month)
    if month > first_of(timezone.localdate()):
        raise Refused(Denied("这个月还没有到。", code="future", field="month"))
    rows = queries.payers(organisation, month)
    done = set(Posting.objects.unscoped("charged already").filter(month=month, debit="receivable", credit="income",
                                                                  member__in=[m for m, _ in rows])
               .values_list("member_id", flat=True))  # fmt: skip
    fresh = [(member, row) for member, row in rows if member.pk not in done and row.payable > 0]
    for member, row in fresh:
        _post(
            actor,
            member,
            "receivable",
            "income",
            row.amount,
            month,
            f"{month:%Y年%m月}党费",
            f"charge:{member.pk}:{month}",
        )
        if row.payable < row.amount:
            _post(actor, member, "remitted", "receivable", row.amount - row.payable, month, f"{month:%Y年%m月}减免",
                  f"remit:{member.pk}:{month}")  # fmt: skip
    record("dues.charge", actor=actor, subject=organisation, month=month.isoformat(), members=len(fresh))
    return len(fresh)


@action("dues.receive")
def receive(*, actor: Actor, member: Member, amount: Decimal, method: str, on: date, key: str) -> Receipt:
    """登记交纳. The oldest month first; months further back than FEE-06 allows are left; the rest is given freely.

    key: of the form or of the bank's line; the same again changes nothing and answers the same receipt.
    """
    member = lock(member)
    require(policies.may_keep(actor, member))
    _sound(amount, method, on)
    known = (
        Posting.objects.unscoped("the same payment")
        .filter(member=member, key__startswith=f"pay:{member.pk}:{key}:")
        .first()
    )
    if known is not None:
        record("dues.receive_again", actor=actor, subject=member, org_path=member.org_path)
        return receipt(known.receipt)
    number = f"DF{on:%Y%m%d}-{uuid.uuid4().hex[:8].upper()}"
    left = amount
    for n, (month, owed) in enumerate(queries.open_months(member, on)):
        part = min(left, owed)
        if part > 0:
            _post(actor, member, "bank", "receivable", part, month, f"交{month:%Y年%m月}党费（{METHODS[method]}）", f"pay:{member.pk}:{key}:{n}",
                  on=on, receipt=number)  # fmt: skip
            left -= part
    if left > 0:
        account = "central" if reckoning.goes_to_central(left, on) else "extra"
        _post(
            actor,
            member,
            "bank",
            account,
            left,
            None,
            f"自愿多交（{METHODS[method]}）",
            f"pay:{member.pk}:{key}:extra",
            on=on,
            receipt=number,
        )
    record("dues.receive", actor=actor, subject=member, org_path=member.org_path, voucher=number)
    return receipt(number)


@action("dues.undo")
def undo(*, actor: Actor, organisation: Organisation, number: str, reason: str) -> int:
    """冲正: every line of a receipt the other way round, once. Nothing is erased."""
    if not actor.may(policies.KEEP, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if not reason.strip():
        raise Refused(Denied("请写明冲正原因。", code="empty", field="reason"))
    rows = list(
        Posting.objects.visible_to(actor, policies.KEEP).filter(receipt=number, reverses=None).select_related("member")
    )
    if not rows:
        raise Refused(OUT_OF_SCOPE)
    if any(row.member and actor.is_person(row.member.person_id) for row in rows):
        raise Refused(Denied("自己的党费由其他同志登记。", code="own_work"))
    if Posting.objects.unscoped("undone already").filter(reverses__in=rows).exists():
        raise Refused(Denied("这张收据已经冲正过了。", code="twice"))
    for row in rows:
        _post(actor, row.member, row.credit, row.debit, row.amount, row.month, f"冲正 {number}：{reason.strip()}"[:80],
              f"undo:{row.pk}", receipt=number, reverses=row)  # fmt: skip
    record("dues.undo", actor=actor, subject=organisation, voucher=number)
    return len(rows)


def receipt(number: str) -> Receipt:
    """A receipt by its number, as the ledger has it."""
    rows = Posting.objects.unscoped("one receipt").filter(receipt=number, reverses=None).order_by("pk")
    months = tuple((row.month, row.amount) for row in rows if row.month is not None)
    return Receipt(number, months, sum((row.amount for row in rows if row.month is None), ZERO))


def _sound(amount: Decimal, method: str, on: date) -> None:
    if amount <= 0 or amount != to_fen(amount):
        raise Refused(Denied("金额要大于 0，最多两位小数。", code="number", field="amount"))
    if method not in METHODS:
        raise Refused(Denied("请选择怎样交的。", code="empty", field="method"))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))


def _post(
    actor: Actor, member: Member | None, debit: str, credit: str, amount: Decimal, month: date | None, text: str, key: str,
    *, on: date | None = None, receipt: str = "", reverses: Posting | None = None,
) -> Posting:  # fmt: skip
    where = reverses.organisation if reverses is not None else member.organisation  # type: ignore[union-attr]  # one of both is given
    return Posting.objects.create(
        organisation=where, org_path=where.path, on=on or timezone.localdate(), debit=debit, credit=credit, fen=fen_of(amount),
        member=member, month=month, text=text, key=key, receipt=receipt, reverses=reverses, by_id=actor.person_id,
    )  # fmt: skip
