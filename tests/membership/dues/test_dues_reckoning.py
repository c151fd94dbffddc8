"""Rates to the fen at every boundary (FEE-01, FEE-02, FEE-03, FEE-06, FEE-07)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.decision import Denied
from lianxin.membership.dues.reckoning import (
    goes_to_central,
    monthly,
    months_of,
    next_month,
    oldest_arrears,
    spread,
    to_fen,
)

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("group", "income", "dues"),
    [
        ("employed", "3000", "15.00"), ("employed", "3000.01", "30.00"), ("employed", "2999.99", "15.00"),
        ("employed", "5000", "50.00"), ("employed", "5000.01", "75.00"), ("employed", "10000", "150.00"),
        ("employed", "10000.01", "200.00"), ("employed", "10001", "200.02"), ("employed", "0", "0.00"),
        ("annual", "10001", "200.02"), ("retired", "5000", "25.00"), ("retired", "5000.01", "50.00"), ("retired", "5001", "50.01"),
        ("farmer", "0.2", "0.20"), ("farmer", "1", "1.00"), ("student", "0", "0.20"), ("student", "800", "0.20"),
    ],
)  # fmt: skip
def test_dues_of_a_month(group: str, income: str, dues: str) -> None:
    assert monthly(group, Decimal(income), DAY) == Decimal(dues)


@pytest.mark.parametrize(("income", "rule"), [("0.19", "FEE-03"), ("1.01", "FEE-03"), ("-1", "")])
def test_what_a_farmer_may_not_choose(income: str, rule: str) -> None:
    answer = monthly("farmer", Decimal(income), DAY)
    assert isinstance(answer, Denied)
    assert answer.rule == rule


@given(st.decimals(0, 1_000_000, places=2))
def test_the_rate_is_of_the_whole_income(income: Decimal) -> None:
    """Not progressive: dues over income is one of the four rates, to the fen."""
    dues = monthly("employed", income, DAY)
    assert not isinstance(dues, Denied)
    rates = [Decimal(rate) for rate in ("0.005", "0.01", "0.015", "0.02")]
    assert dues in {to_fen(income * rate) for rate in rates}


@pytest.mark.parametrize(
    ("quarter", "dues"),
    [("9000", "15.00"), ("9000.01", "30.00"), ("15000", "50.00"), ("15000.01", "75.00"), ("10000", "33.33"), ("30000.02", "200.00"), ("0", "0.00")],
)  # fmt: skip
def test_fee_04_who_earns_irregularly_pays_by_the_month_of_the_last_quarter(quarter: str, dues: str) -> None:
    """FEE-04: a third of the quarter decides the bracket, to the fen: 3000.00 and what is a third of a fen more."""
    assert monthly("irregular", Decimal(quarter), DAY) == Decimal(dues)


@pytest.mark.parametrize(("extra", "central"), [("999.99", False), ("1000", True), ("1000.01", True)])
def test_fee_07_a_large_gift_goes_up(extra: str, central: bool) -> None:
    assert goes_to_central(Decimal(extra), DAY) is central


def test_fee_06_half_a_year_back() -> None:
    assert oldest_arrears(date(2026, 11, 27)) == date(2026, 5, 1)
    assert oldest_arrears(date(2026, 3, 1)) == date(2025, 9, 1)
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("fen", "used", "left"),
    [
        (0, (), 0),
        (1, ((1, 1),), 0),
        (8999, ((1, 8999),), 0),
        (9000, ((1, 9000),), 0),
        (9001, ((1, 9000), (3, 1)), 0),
        (9500, ((1, 9000), (3, 500)), 0),
        (9501, ((1, 9000), (3, 500)), 1),
    ],
)
def test_fee_06_a_payment_fills_the_oldest_month_and_writes_no_line_of_nothing(
    fen: int, used: tuple[tuple[int, int], ...], left: int
) -> None:
    """A fen short of a month, the month, a fen more; a month of which nothing is open gets no line, nor does one too late."""
    owed = [(date(2026, month, 1), open_) for month, open_ in ((1, 9000), (2, 0), (3, 500))]
    assert spread(fen, owed) == (tuple((date(2026, month, 1), part) for month, part in used), left)


@pytest.mark.parametrize(("month", "first"), [(1, 1), (3, 1), (4, 4), (6, 4), (9, 7), (10, 10), (12, 10)])
def test_fee_06_a_quarter_is_paid_as_a_whole(month: int, first: int) -> None:
    """按季: the first and the last month of each quarter lead to the same three; 按月 to the month alone."""
    assert months_of("quarter", date(2026, month, 1)) == [date(2026, first + n, 1) for n in range(3)]
    assert months_of("month", date(2026, month, 1)) == [date(2026, month, 1)]
