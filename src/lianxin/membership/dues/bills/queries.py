"""Questions about bills: what waits, whom it could be, whether everything adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from .. import policies, queries, reckoning
from ..models import Bill, BillLine, Posting
from ..reckoning import yuan
from ..reference import numbers_in
from ..words import KINDS
from . import matching

#: an organisation with more members than this is matched by payment code and by the payer's whole name only
MANY = 1500


@dataclass(frozen=True, slots=True)
class Sums:
    """How a bill, or all of an organisation's, adds up. Counts and fen; what came in = booked + aside + open.

    ledger: what stands in the ledger for the booked lines, which must be the same.
    """

    count: dict[str, int]
    fen: dict[str, int]
    fees: int
    ledger: int

    @property
    def open(self) -> int:
        return self.count["open"]

    @property
    def difference(self) -> int:
        """Nothing, always: income less what was booked, set aside and still waits, and ledger against booked."""
        parts = self.fen["booked"] + self.fen["aside"] + self.fen["open"]
        return abs(self.fen["in"] - parts) + abs(self.fen["booked"] - self.ledger)

    def yuan(self, name: str) -> str:
        return str(yuan(self.fen[name]))

    @property
    def shown(self) -> list[tuple[str, int, str]]:
        """(words, how many, yuan) for the page, without what there is none of."""
        rows = [("收入", "in"), ("已入账", "booked"), ("不作党费", "aside"), ("待对账", "open")]
        rows += [(KINDS[kind], kind) for kind in ("refund", "fee", "out", "other")]
        return [
            (word, self.count[name], self.yuan(name))
            for word, name in rows
            if self.count[name] or name in ("in", "booked", "open")
        ]


_PARTS = {
    "in": Q(kind="in"), "booked": Q(outcome="booked"), "aside": Q(outcome="aside"), "open": Q(outcome="open"),
    "refund": Q(kind="refund"), "fee": Q(kind="fee"), "out": Q(kind="out"), "other": Q(kind="other"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summed:
    """A bill in the list: how many lines, what came in, what waits (yuan)."""

    bill: Bill
    count: int
    income: object
    waiting: int
    waiting_yuan: object


def bills(actor: Actor, office: Organisation) -> QuerySet[Bill]:
    """Bills of an organisation and below, the newest first."""
    rows = Bill.objects.visible_to(actor, policies.READ).filter(subtree("org_path", [office.path]))
    return rows.select_related("organisation").order_by("-pk")


def summed(page: Sequence[Bill]) -> list[Summed]:
    """The bills of a page with their sums. One statement."""
    rows = BillLine.objects.unscoped("of bills in scope").filter(bill__in=page).order_by().values_list("bill")
    found = {
        pk: rest
        for pk, *rest in rows.annotate(
            n=Count("pk"), income=Sum("fen", filter=_PARTS["in"], default=0), waiting=Count("pk", filter=_PARTS["open"]),
            left=Sum("fen", filter=_PARTS["open"], default=0),
        )
    }  # fmt: skip
    made = []
    for one in page:
        count, income, waiting_, left = found.get(one.pk, (0, 0, 0, 0))
        made.append(Summed(one, count, yuan(income), waiting_, yuan(left)))
    return made


def bill(actor: Actor, pk: int) -> Bill | None:
    return Bill.objects.visible_to(actor, policies.READ).select_related("organisation").filter(pk=pk).first()


def line(actor: Actor, pk: int) -> BillLine | None:
    rows = BillLine.objects.visible_to(actor, policies.READ).select_related("bill__organisation", "member")
    return rows.filter(pk=pk).first()


def lines(one: Bill, outcome: str = "") -> QuerySet[BillLine]:
    """The lines of a bill. The caller has looked whether the bill is in scope."""
    rows = BillLine.objects.unscoped("of a bill in scope").filter(bill=one)
    return (
        (rows.filter(outcome=outcome) if outcome else rows).select_related("member", "bill").order_by("on", "row", "pk")
    )


def waiting(actor: Actor, paths: Sequence[str]) -> tuple[int, int]:
    """How many lines wait inside these subtrees, and their fen. One statement."""
    rows = BillLine.objects.visible_to(actor, policies.READ).filter(subtree("org_path", paths), outcome="open")
    found = rows.aggregate(n=Count("pk"), fen=Sum("fen", default=0))
    return found["n"], found["fen"]


def sums(rows: QuerySet[BillLine]) -> Sums:
    """Add up lines. Three statements."""
    asked: dict[str, Aggregate] = {f"n_{name}": Count("pk", filter=part) for name, part in _PARTS.items()}
    asked |= {f"f_{name}": Sum("fen", filter=part, default=0) for name, part in _PARTS.items()}
    found = rows.order_by().aggregate(fees=Sum("fee_fen", default=0), **asked)
    receipts = rows.filter(outcome="booked").order_by().values("receipt")
    entries = Posting.objects.unscoped("of the lines above").filter(receipt__in=receipts)
    came = entries.aggregate(
        plus=Sum("fen", filter=Q(debit="bank"), default=0), less=Sum("fen", filter=Q(credit="bank"), default=0)
    )
    return Sums({name: found[f"n_{name}"] for name in _PARTS}, {name: found[f"f_{name}"] for name in _PARTS}, found["fees"],
                came["plus"] - came["less"])  # fmt: skip


def proposals(office: Organisation, waiting_lines: Sequence[BillLine]) -> dict[int, matching.Proposal]:
    """A proposal for each waiting line by its primary key. Four statements, whatever the number of lines."""
    facts = [
        matching.Facts(line.pk, line.on, line.fen, line.party, line.words, line.bill.source == "bank")
        for line in waiting_lines
    ]
    people = _people(office, facts)
    owing = queries.owing(list(people))
    candidates = [
        matching.Candidate(pk, name, phone[-4:], tuple(owing.get(pk, {}).items()))
        for pk, (name, phone) in people.items()
    ]
    return matching.propose(facts, candidates, cache(reckoning.oldest_arrears))


def _people(office: Organisation, facts: Sequence[matching.Facts]) -> dict[int, tuple[str, str]]:
    """Who could have paid: member -> (name, telephone), all of a branch or a town, or whom the lines name."""
    rows = Member.objects.unscoped("of the organisation of the bill").filter(
        subtree("org_path", [office.path]), stage__in=IN_PARTY, standing="active"
    )
    if rows.count() > MANY:
        named = {part for line in facts for part in line.party.split(" ")}
        coded = {pk for line in facts for pk in numbers_in(f"{line.words} {line.party}")}
        rows = rows.filter(Q(name__in=named) | Q(pk__in=coded))
        return {member.pk: (member.name, "") for member in rows.only("pk", "name")}
    found = rows.select_related("person").only("pk", "name", "person__phone").order_by("pk")
    return {member.pk: (member.name, member.person.phone) for member in found}
