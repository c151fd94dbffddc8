"""Bringing a bill in, booking its lines, setting them aside, taking that back."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.dossiers.models import Member

from .. import actions as ledger
from .. import policies
from ..models import Bill, BillLine
from ..reckoning import yuan
from ..words import METHOD_OF
from .reading import Bad, Line, Reading

_CHUNK = 500
ELSEWHERE = "这笔在别的党组织的账单里已经有了"


@dataclass
class Outcome:
    """What became of a bill, or would become of it. fresh: the lines that are new."""

    reading: Reading
    fresh: list[Line] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)
    bill: Bill | None = None

    @property
    def sums(self) -> dict[str, tuple[int, int]]:
        """kind -> (how many new lines, their fen)."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.fresh:
            count, fen = found.get(line.kind, (0, 0))
            found[line.kind] = count + 1, fen + line.fen
        return found


def compare(reading: Reading, organisation: Organisation) -> Outcome:
    """Which lines are new; nothing is written. A line that says something else than last time is refused."""
    known: dict[str, tuple[int, int]] = {}
    keys = [line.key for line in reading.lines]
    for at in range(0, len(keys), _CHUNK):
        rows = BillLine.objects.unscoped("compared line by line, answers name no place").filter(
            key__in=keys[at : at + _CHUNK]
        )
        known |= {key: (office, fen) for key, office, fen in rows.values_list("key", "bill__organisation", "fen")}
    made = Outcome(reading, refused=list(reading.bad))
    for line in reading.lines:
        there = known.get(line.key)
        if there is None:
            made.fresh.append(line)
        elif there[0] != organisation.pk:
            made.refused.append(_bad(line, ELSEWHERE))
        elif there[1] != line.fen:
            made.refused.append(
                _bad(line, f"以前导入时这笔是 {yuan(there[1])} 元，现在是 {yuan(line.fen)} 元，请先弄清哪个对")
            )
        else:
            made.unchanged += 1
    made.refused.sort(key=lambda row: row.number)
    return made


def _bad(line: Line, reason: str) -> Bad:
    cells = {
        "when": str(line.on),
        "party": line.party,
        "remark": line.words,
        "trade": line.trade,
        "amount": str(yuan(line.fen)),
    }
    return Bad(line.number, (reason,), cells)


@action("dues.import_bill")
def bring_in(*, actor: Actor, organisation: Organisation, reading: Reading, account: str = "") -> Outcome:
    """导入账单. All good rows or none; the same file again changes nothing. Nothing is booked by it."""
    organisation = lock(organisation)
    if not actor.may(policies.KEEP, organisation.path) and actor.kind != "system":
        raise Refused(OUT_OF_SCOPE)
    made = compare(reading, organisation)
    if made.fresh:
        days = [line.on for line in made.fresh]
        made.bill = Bill.objects.create(
            organisation=organisation, org_path=organisation.path, source=reading.format.source, account=account.strip()[:40],
            title=reading.format.title, first_on=min(days), last_on=max(days), by_id=actor.person_id,
        )  # fmt: skip
        with or_refuse(ledger.MEANWHILE):
            BillLine.objects.bulk_create([_stored(line, made.bill) for line in made.fresh], batch_size=_CHUNK)
    record("dues.import_bill", actor=actor, subject=organisation, org_path=organisation.path, imported=len(made.fresh),
           unchanged=made.unchanged, refused=len(made.refused))  # fmt: skip
    return made


def _stored(line: Line, bill: Bill) -> BillLine:
    return BillLine(
        bill=bill, org_path=bill.org_path, row=line.number, on=line.on, kind=line.kind, fen=line.fen, fee_fen=line.fee_fen,
        party=line.party, words=line.words, trade=line.trade[:80], key=line.key, outcome="open" if line.kind == "in" else "shown",
    )  # fmt: skip


@action("dues.book")
def book(*, actor: Actor, line: BillLine, member: Member, revision: int) -> BillLine:
    """入账: what a line brought in is this member's payment. The ledger takes it as it takes any payment."""
    line = _waiting(actor, line, revision, "open")
    if not member.org_path.startswith(line.org_path):
        raise Refused(Denied("这位同志不在这份账单的党组织里。", code="elsewhere", field="member"))
    # the revision belongs to the key: after a reversal the line can be booked anew
    receipt = ledger.receive(actor=actor, member=member, amount=line.amount, method=METHOD_OF[line.bill.source], on=line.on,
                             key=f"bill{line.pk}r{line.revision}")  # fmt: skip
    line.member, line.receipt = member, receipt.number
    _decide(actor, line, "booked")
    record("dues.book", actor=actor, subject=line, voucher=receipt.number)
    return line


@action("dues.set_aside")
def set_aside(*, actor: Actor, line: BillLine, reason: str, revision: int) -> BillLine:
    """不作党费: money that came in and is something else. The reason is kept, the line stays to be seen."""
    line = _waiting(actor, line, revision, "open")
    if not reason.strip():
        raise Refused(Denied("请写明这笔是什么钱。", code="empty", field="reason"))
    line.reason = reason.strip()[:200]
    _decide(actor, line, "aside")
    record("dues.set_aside", actor=actor, subject=line)
    return line


@action("dues.wait_again")
def wait_again(*, actor: Actor, line: BillLine, revision: int) -> BillLine:
    """退回待对账: a line that was set aside by mistake waits again. A booked one does so when its receipt is undone."""
    line = _waiting(actor, line, revision, "aside")
    line.reason = ""
    _decide(actor, line, "open")
    record("dues.wait_again", actor=actor, subject=line)
    return line


def receipt_undone(actor: Actor, number: str) -> None:
    """The receipt of a booked line was undone: the money is there, the line waits to be matched again."""
    for line in BillLine.objects.unscoped("whoever undoes the receipt may do this").filter(
        receipt=number, outcome="booked"
    ):
        held = lock(line)
        held.member, held.receipt = None, ""
        _decide(actor, held, "open")
        record("dues.unbook", actor=actor, subject=held, voucher=number)


def _waiting(actor: Actor, line: BillLine, revision: int, outcome: str) -> BillLine:
    if not actor.may(policies.READ, line.org_path):
        raise Refused(OUT_OF_SCOPE)
    if not actor.may(policies.KEEP, line.org_path):
        raise Refused(Denied("您的岗位只能查看党费。", code="no_right"))
    line = lock(line, revision=revision)
    if line.outcome != outcome:
        raise Refused(
            Denied(
                f"这一笔现在是“{line.get_outcome_display()}”，不能这样办。",
                code="stale",
                remedy="请看最新的情况再决定。",
            )
        )
    return line


def _decide(actor: Actor, line: BillLine, outcome: str) -> None:
    line.outcome, line.decided_by_id, line.decided_at = outcome, actor.person_id, timezone.now()
    line.revision += 1
    line.save()
