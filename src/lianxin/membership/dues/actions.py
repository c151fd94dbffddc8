"""Assessing, charging, remitting, receiving, undoing: the ways into the ledger (handing up is in `handing_up`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.models import Member

from . import policies, queries, reckoning, undoing
from .models import Assessment, Posting
from .posting import Entry, next_number, post, post_all
from .reckoning import fen_of, first_of, to_fen, yuan
from .words import EVERY, METHODS

ZERO = Decimal("0.00")
MEANWHILE = Denied("刚才有人做了同样的事，这一次没有执行。", code="stale", remedy="请刷新页面，看看是不是已经记好了。")


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
    every: str = "month",
) -> Assessment:
    """核定 (FEE-01 … FEE-05). payable: less than reckoned is a remission and needs its reason; every: "quarter" needs
    the consent of the branch, written down as the reason (FEE-06)."""
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
    if every not in EVERY:
        raise Refused(Denied("请选择按月还是按季。", code="empty", field="every"))
    if every == "quarter" and not reason.strip():
        raise Refused(Denied("按季交要经党支部同意，请写明哪天同意的。", rule="FEE-06", code="empty", field="reason"))
    if known is not None and known.since.year == month.year and not reason.strip():
        raise Refused(Denied(f"{month.year} 年已经核定过，年内一般不变。确需改动，请写明原因。", rule="FEE-05", code="empty",
                             field="reason"))  # fmt: skip
    made = Assessment.objects.create(
        member=member, since=month, group=group, income=str(income), amount=amount, payable=left, every=every,
        reason=reason.strip(), by_id=actor.person_id,
    )  # fmt: skip
    record("dues.assess", actor=actor, subject=member, org_path=member.org_path, since=month.isoformat())
    return made


@action("dues.charge")
def charge(*, actor: Actor, organisation: Organisation, month: date) -> int:
    """记应收: every assessed member of the organisation and below owes this month, or its quarter when they pay by the
    quarter (FEE-06); once, however often it is asked. Answers for how many members something was written."""
    if not actor.may(policies.KEEP, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    month = first_of(month)
    if month > first_of(timezone.localdate()):
        raise Refused(Denied("这个月还没有到。", code="future", field="month"))
    rows = queries.payers(organisation, month)
    wanted = [
        (member, row, of)
        for member, row in rows
        for of in reckoning.months_of(row.every, month)
        if row.payable > 0 and of >= row.since
    ]
    written = queries.charges([member for member, _ in rows], {of for _, _, of in wanted})
    fresh = [part for part in wanted if not written.get((part[0].pk, part[2]), (0, False))[1]]
    entries = []
    for member, row, of in fresh:
        # a charge that was undone leaves its key behind
        n = written.get((member.pk, of), (0, False))[0]
        entries.append(
            Entry(
                "receivable",
                "income",
                fen_of(row.amount),
                f"{of:%Y年%m月}党费",
                f"charge:{member.pk}:{of}:{n}",
                member,
                of,
            )
        )
        if row.payable < row.amount:
            entries.append(Entry("remitted", "receivable", fen_of(row.amount - row.payable), f"{of:%Y年%m月}减免",
                                 f"remit:{member.pk}:{of}:{n}", member, of))  # fmt: skip
    with or_refuse(MEANWHILE):
        post_all(actor, entries)
    people = len({member.pk for member, _, _ in fresh})
    record("dues.charge", actor=actor, subject=organisation, month=month.isoformat(), members=people)
    return people


@action("dues.remit")
def remit(*, actor: Actor, member: Member, month: date, amount: Decimal, reason: str, key: str) -> Posting:
    """减免 of a month that is owed already, for hardship (FEE-06). The reason is sealed.

    key: of the form; the same again answers the line that was written.
    """
    member = lock(member)
    require(policies.may_keep(actor, member))
    known = Posting.objects.unscoped("the same form").filter(key=f"remit:{member.pk}:{key}").first()
    if known is not None:
        record("dues.remit_again", actor=actor, subject=member, org_path=member.org_path)
        return known
    month = first_of(month)
    left = queries.owed(member).get(month, ZERO)
    if not reason.strip():
        raise Refused(Denied("减免要写明原因。", rule="FEE-06", code="empty", field="reason"))
    if amount <= 0 or amount != to_fen(amount):
        raise Refused(Denied("金额要大于 0，最多两位小数。", code="number", field="amount"))
    if amount > left:
        word = (
            f"{month.year} 年 {month.month} 月只欠 {left} 元" if left else f"{month.year} 年 {month.month} 月没有欠交"
        )
        raise Refused(Denied(f"{word}，不能减免 {amount} 元。", code="number", field="amount"))
    made = post(actor, Entry("remitted", "receivable", fen_of(amount), f"{month:%Y年%m月}减免", f"remit:{member.pk}:{key}",
                             member, month, note=reason.strip()))  # fmt: skip
    record("dues.remit", actor=actor, subject=member, org_path=member.org_path, month=month.isoformat())
    return made


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
    number = next_number(member.organisation, on.year)
    post_all(actor, _used(member, fen_of(amount), on, f"（{METHODS[method]}）", f"pay:{member.pk}:{key}:", number))
    record("dues.receive", actor=actor, subject=member, org_path=member.org_path, voucher=number)
    return receipt(number)


@action("dues.undo")
def undo(*, actor: Actor, organisation: Organisation, number: str, reason: str) -> int:
    """冲正: every line of a receipt the other way round, once. Nothing is erased."""
    if not actor.may(policies.KEEP, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if not reason.strip():
        raise Refused(Denied("请写明冲正原因。", code="empty", field="reason"))
    rows = list(Posting.objects.unscoped("checked below").filter(receipt=number, reverses=None).select_related("member", "organisation")
                .order_by("pk"))  # fmt: skip
    # what arrived from below has a second line in the ledger that sent it; whoever wrote the first undoes both
    if not rows or not actor.may(policies.KEEP, rows[0].org_path):
        raise Refused(OUT_OF_SCOPE)
    if any(row.member and actor.is_person(row.member.person_id) for row in rows):
        raise Refused(Denied("自己的党费由其他同志登记。", code="own_work"))
    if Posting.objects.unscoped("undone already").filter(reverses__in=rows).exists():
        raise Refused(Denied("这张收据已经冲正过了。", code="twice"))
    undoing.nobody_objects(actor, rows)
    post_all(actor, [undoing.turned(row, f"冲正 {number}：{reason.strip()}") for row in rows])
    undoing.told(actor, number)
    record("dues.undo", actor=actor, subject=organisation, voucher=number)
    return len(rows)


@action("dues.undo_line")
def undo_line(*, actor: Actor, posting: Posting, reason: str) -> Posting:
    """冲正 of a line that has no receipt: a charge or a remission that was wrong. Nothing is erased."""
    posting = lock(posting)
    member = posting.member
    if member is None or posting.receipt or posting.reverses_id:
        raise Refused(Denied("这一笔不能在这里冲正。", code="kind"))
    require(policies.may_keep(actor, member))
    if not reason.strip():
        raise Refused(Denied("请写明冲正原因。", code="empty", field="reason"))
    if Posting.objects.unscoped("undone already").filter(reverses=posting).exists():
        raise Refused(Denied("这一笔已经冲正过了。", code="twice"))
    left = queries.owed(member).get(posting.month or posting.on, ZERO)
    if posting.debit == "receivable" and left < posting.amount:
        raise Refused(
            Denied("这个月已经交过或者减免过，应收不能冲正。", code="paid", remedy="请先冲正那张收据或那笔减免。")
        )
    made = post(actor, undoing.turned(posting, f"冲正 {posting.text}：{reason.strip()}"))
    record("dues.undo_line", actor=actor, subject=member, org_path=posting.org_path, line=posting.pk)
    return made


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


def _used(member: Member, fen: int, on: date, how: str, root: str, number: str) -> list[Entry]:
    """What a payment is used for, as lines of the ledger. root: with which their keys begin."""
    owed = [(month, fen_of(left)) for month, left in queries.open_months(member, on)]
    months, extra = reckoning.spread(fen, owed)
    entries = [
        Entry("bank", "receivable", part, f"交{month:%Y年%m月}党费{how}", f"{root}{n}", member, month, on, number)
        for n, (month, part) in enumerate(months)
    ]
    if extra:
        account = "central" if reckoning.goes_to_central(yuan(extra), on) else "extra"
        entries.append(Entry("bank", account, extra, f"自愿多交{how}", f"{root}extra", member, None, on, number))
    return entries
