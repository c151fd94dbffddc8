"""Confirming what arrived from below: by somebody at the receiving organisation who did not send it.

The receiving ledger gets exactly what arrived, and the sender's account of what is on the way is relieved of as much.
What is different stays on the way until the sender puts it right; every line has two sides, whatever arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from . import policies, queries
from .handing_up import ACCOUNTS_OF, there_is
from .models import Posting, Remittance
from .posting import Entry, next_number, post
from .reckoning import fen_of, to_fen, yuan
from .words import PARTS

PAGE = "/workbench/dues/handed/"


@action("dues.take_in")
def take_in(
    *, actor: Actor, remittance: Remittance, amount: Decimal, on: date, revision: int, reason: str = ""
) -> Remittance:
    """确认收到. amount: yuan that arrived, 0 when nothing did; another than was sent needs a reason, and the sender is told."""
    row = lock(remittance, revision=revision)
    require(policies.may_take_in(actor, row))
    reason = reason.strip()
    _sound(row, amount, on, reason)
    fen, number = fen_of(amount), ""
    if fen:
        number = next_number(row.above, on.year, "SK")
        account, way = ACCOUNTS_OF[row.part]
        text, root = f"{row.organisation.short_name}上缴：{PARTS[row.part]}", f"in:{row.pk}:{row.revision}"
        there = "central" if row.part == "central" else "below"
        # the receiver's line comes first: who wrote the first line of a number may undo all of them
        post(actor, Entry("bank", there, fen, text, root, on=on, receipt=number, organisation=row.above))
        post(actor, Entry(account, way, fen, f"上级收到：{PARTS[row.part]}", f"{root}:out", on=on, receipt=number,
                          organisation=row.organisation))  # fmt: skip
    row.taken_fen, row.taken_on, row.taken, row.taken_by_id = fen, on, number, actor.person_id
    row.reason = reason if row.short else ""
    _stand(row, "differs" if row.short else "received")
    _tell(actor, row)
    record(
        "dues.take_in", actor=actor, subject=row, org_path=row.above_path, voucher=row.voucher, standing=row.standing
    )
    return row


@action("dues.settle")
def settle(*, actor: Actor, remittance: Remittance, answer: str, revision: int) -> Remittance:
    """处理差额: what did not arrive goes back to the sender's account; what arrived beyond is taken off it."""
    row = lock(remittance, revision=revision)
    require(policies.may_settle(actor, row))
    answer = answer.strip()
    if not answer:
        raise Refused(Denied("请写明差额是怎么回事。", code="empty", field="answer"))
    organisation, way, fen = lock(row.organisation), ACCOUNTS_OF[row.part][1], abs(row.short)
    if row.short < 0:
        there_is(organisation, row.part, fen)
    sides = ("bank", way) if row.short > 0 else (way, "bank")
    text = "上缴差额：没有到的记回" if row.short > 0 else "上缴差额：多到的补记"
    number = next_number(organisation, timezone.localdate().year, "SJ")
    post(actor, Entry(*sides, fen, text, f"settle:{row.pk}:{row.revision}", receipt=number, organisation=organisation))
    row.settled, row.answer = number, answer[:200]
    _stand(row, "settled")
    record("dues.settle", actor=actor, subject=row, org_path=row.org_path, voucher=number)
    return row


def objection(actor: Actor, rows: Sequence[Posting]) -> Denied | None:
    """Why the lines of a number cannot be undone now: the other side has gone on. Holds the remittance."""
    row = _of_number(rows[0].receipt)
    if row is None:
        return _entered_at_once(rows)
    row = lock(row)
    number = rows[0].receipt
    if number == row.voucher and row.standing != "on_way":
        return Denied(
            f"{row.above.short_name}已经确认过这笔上缴，不能冲正。", code="gone", remedy="登记错了，请上级先冲正收款。"
        )
    if number == row.taken:
        if row.standing == "settled":
            return Denied("下级已经处理了差额，不能冲正。", code="gone", remedy="请下级先冲正处理差额的那张凭证。")
        lock(row.above)
        held, fen = queries.held(row.above), row.taken_fen or 0
        free = held["central"] if row.part == "central" else held["bank"] - held["central"]
        if fen > free:
            return Denied(f"{row.above.short_name}已经把这笔钱上缴了，不能冲正。", code="gone")
    return None


def _entered_at_once(rows: Sequence[Posting]) -> Denied | None:
    """Of before there was anything to confirm: the second line is in the ledger above, which may have handed it on."""
    for row in rows[1:]:
        if row.member_id is None and row.debit == "bank" and queries.held(row.organisation)["bank"] < row.fen:
            return Denied(f"{row.organisation.short_name}已经把这笔钱上缴了，不能冲正。", code="gone")
    return None


def undone(actor: Actor, number: str) -> None:
    """A number was undone: the remittance stands again where it stood before. Called inside that action."""
    row = _of_number(number)
    if row is None:
        return
    if number == row.voucher:
        _stand(row, "undone")
    elif number == row.taken:
        row.taken_fen = row.taken_on = row.taken_by = None
        row.taken = row.reason = ""
        _stand(row, "on_way")
        _tell(actor, row, again=True)
    else:
        row.settled = row.answer = ""
        _stand(row, "differs")


def _of_number(number: str) -> Remittance | None:
    if not number:
        return None
    rows = Remittance.objects.unscoped("of a number of the ledger").select_related("organisation", "above")
    return rows.filter(Q(voucher=number) | Q(taken=number) | Q(settled=number)).first()


def _stand(row: Remittance, standing: str) -> None:
    row.standing = standing
    row.revision += 1
    row.save()


def _sound(row: Remittance, amount: Decimal, on: date, reason: str) -> None:
    if amount < 0 or amount != to_fen(amount):
        raise Refused(Denied("金额不能小于 0，最多两位小数。", code="number", field="amount"))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if on < row.on:
        raise Refused(Denied(f"收到的日期不能早于上缴的日期（{row.on:%Y-%m-%d}）。", code="number", field="on"))
    if fen_of(amount) != row.fen and not reason:
        raise Refused(
            Denied(f"收到的和下级登记的 {row.amount} 元不一样，请写明哪里不一样。", code="empty", field="reason")
        )


def _tell(actor: Actor, row: Remittance, *, again: bool = False) -> None:
    """The sender is told what the one above says; who said it need not be told."""
    people = {*nearest_holders(policies.KEEP, row.org_path), *([row.by_id] if row.by_id else [])} - {actor.person_id}
    if again:
        title, body = "上级冲正了收款", f"{row.above.short_name}冲正了 {row.voucher} 的收款，这笔上缴重新在途。"
    elif row.short:
        title = "上缴的党费有出入"
        body = f"{row.voucher} 登记 {row.amount} 元，{row.above.short_name}收到 {row.arrived} 元。{row.reason}"
    else:
        title, body = "上缴的党费已收到", f"{row.above.short_name}收到 {row.voucher} 的 {yuan(row.fen)} 元。"
    send_many(to=people, code="dues.handed", title=title, body=body, url=f"{PAGE}{row.pk}/", key=f"dues.handed:{row.pk}:{row.revision}",
              org_path=row.org_path)  # fmt: skip
