"""全年党费收支: what came in, what was remitted, given beyond, handed up; by organisation, for the one above."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.sheet_books import book

from . import totals
from .reckoning import yuan

#: column -> words; amounts in fen
COLUMNS = {
    "charged": "应收党费", "remitted": "减免", "paid": "收到党费", "owed": "当年欠交", "extra": "自愿多交", "central": "一次多交（全额上缴中央）",
    "below": "下级上缴", "upward": "上缴上级", "gifts_up": "上缴的一次多交", "on_way": "上缴在途",
}  # fmt: skip
#: (debit, credit, of a member) -> column; a reversal is taken off the column of what it reverses
_BY_MONTH = {("receivable", "income", True): "charged", ("remitted", "receivable", True): "remitted"}
_BY_DAY = {
    ("bank", "receivable", True): "paid", ("bank", "extra", True): "extra", ("bank", "central", True): "central",
    ("bank", "central", False): "below", ("bank", "below", False): "below", ("upward", "bank", False): "upward",
    ("central", "bank", False): "gifts_up", ("upward", "on_way", False): "upward", ("central", "gift_way", False): "gifts_up",
}  # fmt: skip
#: what was sent up in the year and has not been confirmed in it
_WAYS = ("on_way", "gift_way")


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation, or the sum of all. amounts: column -> fen."""

    organisation: Organisation | None
    amounts: dict[str, int]

    @property
    def cells(self) -> list[tuple[str, object]]:
        """(words of the column, yuan) in the order of the columns."""
        return [(word, yuan(self.amounts[name])) for name, word in COLUMNS.items()]


def year_of(actor: Actor, office: Organisation, year: int) -> tuple[list[Row], Row]:
    """A line for every organisation that has something in the year, and the sum. Two statements.

    Charges, remissions and what is owed count by the month they are for; money by the day on which it moved.
    """
    rows = totals.below(actor, office).filter(Q(on_year=year) | Q(of_year=year))
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for pk, on_year, of_year, debit, credit, own, back, fen in rows.values_list(*totals.KEY, "fen"):
        amounts, sign = found[pk], -1 if back else 1
        kind = (credit, debit, own) if back else (debit, credit, own)
        if of_year == year:
            amounts["owed"] += (debit == "receivable") * fen - (credit == "receivable") * fen
            if kind in _BY_MONTH:
                amounts[_BY_MONTH[kind]] += sign * fen
        if on_year == year:
            amounts["on_way"] += (debit in _WAYS) * fen - (credit in _WAYS) * fen
            if kind in _BY_DAY:
                amounts[_BY_DAY[kind]] += sign * fen
    offices = {office.pk: office for office in Organisation.objects.filter(pk__in=found)}
    lines = [Row(offices[pk], amounts) for pk, amounts in sorted(found.items(), key=lambda part: offices[part[0]].path)]
    return lines, Row(None, {name: sum(line.amounts[name] for line in lines) for name in COLUMNS})


def as_sheet(office: Organisation, year: int, lines: list[Row], total: Row) -> bytes:
    """The same as .xlsx, to hand to the organisation above."""
    headings = [("党组织", 28), *((f"{word}（元）", 18) for word in COLUMNS.values())]
    body = [
        [line.organisation.name if line.organisation else "", *(str(value) for _, value in line.cells)]
        for line in lines
    ]
    body.append(["合计", *(str(value) for _, value in total.cells)])
    return book(f"{year}年党费", headings, body)
