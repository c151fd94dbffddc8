"""How much dues somebody owes a month, to the fen, by the registry's table as it stood on the day.

Amounts are `Decimal` yuan with two places. Source: FEE-01 … FEE-04, FEE-07.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Denied

FEN = Decimal("0.01")
#: group -> rule with its brackets
_BRACKETS = {"employed": "FEE-01", "annual": "FEE-01", "irregular": "FEE-01", "retired": "FEE-02"}


def to_fen(amount: Decimal) -> Decimal:
    """Rounded half up, as cash is."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def yuan(fen: int) -> Decimal:
    """Whole fen as yuan with two places."""
    return Decimal(fen).scaleb(-2)


def fen_of(amount: Decimal) -> int:
    """Yuan with at most two places as whole fen."""
    return int(amount.scaleb(2).to_integral_exact())


def monthly(group: str, income: Decimal, on: date) -> Decimal | Denied:
    """The month's dues. income: yuan a month; of an annual salary what was paid out in the month, of irregular work the
    whole of the last quarter (FEE-04), of a farmer what the farmer chose within the range of FEE-03.

    The bracket's rate applies to the whole income, not to the part above its lower end (FEE-01).
    """
    if income < 0:
        return Denied("收入不能小于 0。", code="number", field="income")
    if group == "irregular":
        income /= quarter(on)
    if group in _BRACKETS:
        for row in rule(_BRACKETS[group], on).rows("brackets"):
            if "up_to" not in row or income <= Decimal(str(row["up_to"])):
                return to_fen(income * Decimal(str(row["rate"])))
    fixed = rule("FEE-03", on)
    if group == "farmer":
        least, most = (Decimal(str(fixed.number(name))) for name in ("farmer_least", "farmer_most"))
        if not least <= income <= most:
            return Denied(f"农民党员每月交 {least} 元到 {most} 元。", rule="FEE-03", code="rule", field="income")
        return to_fen(income)
    return to_fen(Decimal(str(fixed.number("student"))))


def goes_to_central(extra: Decimal, on: date) -> bool:
    """FEE-07: what is given at once beyond the dues, from this amount on, goes up whole."""
    return extra >= Decimal(str(rule("FEE-07", on).number("gift")))


def first_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def oldest_arrears(on: date) -> date:
    """The first month that is still made up for (FEE-06)."""
    back = rule("FEE-06", on).period("arrears").amount
    index = on.year * 12 + on.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)


def quarter(on: date) -> int:
    """Months of a quarter, as FEE-06 counts them."""
    return rule("FEE-06", on).period("quarterly").amount


def months_of(every: str, month: date) -> list[date]:
    """The months that are paid together with a month: itself, or all of its quarter (FEE-06)."""
    if every != "quarter":
        return [month]
    length = quarter(month)
    first = (month.month - 1) // length * length + 1
    return [date(month.year, first + n, 1) for n in range(length)]


def spread(fen: int, owed: Iterable[tuple[date, int]]) -> tuple[tuple[tuple[date, int], ...], int]:
    """Use an amount for what is owed, in the order given: (month, fen used), and what is left over."""
    used = []
    for month, open_ in owed:
        part = min(fen, open_)
        if part > 0:
            used.append((month, part))
            fen -= part
    return tuple(used), fen
