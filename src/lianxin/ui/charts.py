"""Geometry of the charts. The templates draw; numbers and shapes are decided here.

All widths are percentages or lie in a 100 x 100 box that is stretched, so that text keeps its size
on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import words


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: width in percent of the longest."""

    label: str
    value: str
    width: str


@dataclass(frozen=True, slots=True)
class Line:
    """A trend. runs: polylines between gaps in a 100 x 100 box, y downwards; rows feed the table twin."""

    runs: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    top: str
    first: str
    last: str
    latest: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Percentile marks on one axis from zero. x in percent; limit_x is empty when there is no limit."""

    marks: tuple[tuple[str, str, str], ...]
    limit_x: str
    limit: str
    end: str


def bars(rows: Sequence[tuple[str, float]]) -> list[Bar]:
    """Longest value fills the width; a value above zero is always seen."""
    top = max((value for _, value in rows), default=0) or 1
    return [Bar(label, words.number(value), f"{_share(value, top):.1f}") for label, value in rows]


def _share(value: float, top: float) -> float:
    return max(0.8, value / top * 100) if value > 0 else 0.0


def nice_top(value: float) -> float:
    """The next round number (1, 2, 5 times a power of ten) that is not below the value."""
    if value <= 0:
        return 1
    step = 1.0
    while step * 10 < value:
        step *= 10
    while step > value:
        step /= 10
    return next(step * factor for factor in (1, 2, 5, 10) if step * factor >= value)


def line(points: Sequence[tuple[str, float | None]]) -> Line:
    """A trend from zero to the next round number; a missing value breaks the line instead of lying."""
    known = [value for _, value in points if value is not None]
    top = nice_top(max(known, default=0))
    gap = 100 / max(1, len(points) - 1)
    runs: list[list[str]] = [[]]
    dots: list[tuple[str, str]] = []
    for place, (_, value) in enumerate(points):
        if value is None:
            runs.append([])
            continue
        x, y = f"{place * gap:.2f}", f"{100 - value / top * 100:.2f}"
        runs[-1].append(f"{x},{y}")
        dots.append((x, y))
    return Line(
        runs=tuple(" ".join(run) for run in runs if len(run) > 1),
        dots=tuple(dots),
        rows=tuple((label, words.number(value)) for label, value in points),
        top=words.number(int(top) if top == int(top) else top),
        first=points[0][0] if points else "",
        last=points[-1][0] if len(points) > 1 else "",
        latest=words.number(known[-1]) if known else "—",
    )


def percentiles(marks: Sequence[tuple[str, float]], limit: float | None) -> Strip:
    """Marks on an axis that ends a little after the largest of them and the limit."""
    end = max([value for _, value in marks] + ([limit] if limit else []), default=1) * 1.12 or 1
    placed = tuple((label, words.number(value), f"{value / end * 100:.1f}") for label, value in marks)
    at = f"{limit / end * 100:.1f}" if limit else ""
    return Strip(placed, at, words.number(limit) if limit else "", words.number(end))
