"""Does a count rise unusually? An exact test of one week against the weeks before it.

Under a steady flow the letters of ``weeks`` earlier weeks and of this one are independent Poisson counts with one mean.
Given their sum, the count of this week is binomial with share 1/(weeks+1), whatever the mean is (Przyborowski and
Wilenski 1940). The tail is summed in whole numbers, so that nothing is approximated. Several cells tested at once share
the rate between them (Bonferroni): the chance that a quiet week raises any hint at all stays under the rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb


def tail(now: int, before: Sequence[int]) -> Fraction:
    """P(a week has at least `now` of all the texts), 0 to 1, when nothing has changed. Raises ValueError without weeks."""
    weeks = len(before)
    if not weeks or now < 0 or min(before) < 0:
        raise ValueError("counts of at least one week before, none negative")
    total = now + sum(before)
    ways = sum(comb(total, n) * weeks ** (total - n) for n in range(now, total + 1))
    return Fraction(ways, (weeks + 1) ** total)


def rising(cells: Iterable[tuple[int, Sequence[int]]], rate: Fraction, minimum: int) -> list[tuple[int, Fraction]]:
    """(place of the cell, tail) of those that rise. `rate` is for all cells together; fewer than `minimum` says nothing."""
    rows = list(cells)
    if not rows:
        return []
    each = rate / len(rows)
    tails = ((i, tail(now, before)) for i, (now, before) in enumerate(rows) if now >= minimum)
    return [(i, p) for i, p in tails if p <= each]
