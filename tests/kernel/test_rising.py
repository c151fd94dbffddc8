"""R086: the exact test of a rise, checked against its own promise: a quiet flow raises no more hints than declared."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb, exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.rising import rising, tail

RATE, MINIMUM, WEEKS = Fraction(1, 20), 5, 8
weeks = st.lists(st.integers(0, 30), min_size=1, max_size=10)


@given(before=weeks, rate=st.integers(1, 200).map(lambda n: Fraction(1, n)))
def test_given_the_sum_a_steady_flow_is_called_rising_no_oftener_than_the_rate(
    before: list[int], rate: Fraction
) -> None:
    """R086 (LX-153), by full enumeration: whatever the mean is, the share of false hints is at most the rate."""
    total, k = sum(before), len(before)
    share = Fraction(1, k + 1)
    false = sum(
        comb(total, n) * share**n * (1 - share) ** (total - n)
        for n in range(total + 1)
        if rising([(n, [total - n, *[0] * (k - 1)])], rate, 0)
    )
    assert false <= rate


@given(now=st.integers(0, 40), before=weeks)
def test_more_now_is_never_less_unusual(now: int, before: list[int]) -> None:
    assert tail(now + 1, before) <= tail(now, before) <= 1
    assert tail(0, before) == 1
    assert tail(now, sorted(before)) == tail(now, before)


def poisson(dice: random.Random, mean: float) -> int:
    """Knuth 1969."""
    limit, product, n = exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        n += 1
    return n


def test_many_quiet_weeks_of_many_cells_stay_under_the_rate() -> None:
    """R086: forty cells of different size for three hundred weeks; the whole page errs in at most 5 of 100 weeks."""
    dice = random.Random(86)
    means = [dice.choice((0.3, 1, 3, 6, 10)) for _ in range(40)]
    false = 0
    for _ in range(300):
        rows = [(poisson(dice, m), [poisson(dice, m) for _ in range(WEEKS)]) for m in means]
        false += bool(rising(rows, RATE, MINIMUM))
    assert false <= 300 * RATE


def test_a_planted_rise_is_found_and_few_sources_are_not() -> None:
    quiet = [(1, [1, 0, 2, 1, 0, 1, 1, 0])] * 39
    assert [i for i, _ in rising([*quiet, (12, [1, 2, 0, 1, 1, 2, 1, 1])], RATE, MINIMUM)] == [39]
    assert rising([(4, [0] * WEEKS)], RATE, MINIMUM) == [], "O02: four sources say nothing"
    assert rising([(5, [0] * WEEKS)], RATE, MINIMUM)


def test_nothing_to_compare_with_is_an_error() -> None:
    for now, before in ((1, []), (-1, [1]), (1, [-1])):
        with pytest.raises(ValueError, match="counts"):
            tail(now, before)
    assert rising([], RATE, MINIMUM) == []
