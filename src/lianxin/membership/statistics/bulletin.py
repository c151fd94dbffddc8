"""The lines into which the bulletin puts members, as spans of days, on the day of the statistics.

Spans of birth days and of admission days, so that the database sorts with plain comparisons and this code with the
same ones. Bands and periods come from the registry (LX-97, LX-98).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lianxin.foundation.rules.registry import NotInForce, Rule, rule, versions
from lianxin.kernel.clocks import plus_months

ONE_DAY = timedelta(days=1)
HAN = "01"
#: first digit of an education code (GB/T 4658) -> the word of the bulletin
EDUCATION = {
    "1": "研究生", "2": "大学本科", "3": "大学专科", "4": "中专", "6": "高中", "7": "初中", "8": "小学", "9": "其他",
}  # fmt: skip
#: 大专及以上
COLLEGE = ("1", "2", "3")
#: kinds of organisations -> the word of the bulletin
ORGANISATIONS = {
    "committee": "党委", "general_branch": "总支部", "branch": "支部", "joint_branch": "支部", "temporary_branch": "支部",
    "mobile_branch": "支部",
}  # fmt: skip
BRANCHES = tuple(kind for kind, word in ORGANISATIONS.items() if word == "支部")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both in it; None is open."""

    label: str
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that depends on the day. overdue: who became probationary before it is past the longest probation (DEV-22)."""

    day: date
    ages: tuple[Span, ...]
    periods: tuple[Span, ...]
    year_begins: date
    young: Span
    of_age: int
    overdue: date
    fewest: int
    most: int


def frame(day: date) -> Frame:
    """The figures that held on the day."""
    last_extension = _rule("DEV-22", day).period("longest").amount + _rule("DEV-21", day).period("probation").amount
    size = _rule("BR-05", day)
    return Frame(
        day=day, ages=tuple(_ages(day)), periods=tuple(_periods(day)), year_begins=day.replace(month=1, day=1),
        young=_young(day), of_age=_rule("DEV-01", day).count("age"), overdue=plus_months(day, -last_extension),
        fewest=size.count("founding"), most=size.count("largest"),
    )  # fmt: skip


def place(spans: Sequence[Span], day: date | None) -> int:
    """Which of the spans holds a day; -1 for no day."""
    return -1 if day is None else next(at for at, span in enumerate(spans) if span.holds(day))


def reached(day: date, years: int) -> date:
    """The last birth day of those who are that old on the day. Who was born on 29 February turns on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _rule(rule_id: str, day: date) -> Rule:
    """As it stood on the day; of a day before its first version, that one: old years are sorted as new ones are."""
    try:
        return rule(rule_id, day)
    except NotInForce:
        return versions(rule_id)[0]


def _ages(day: date) -> list[Span]:
    limits = [int(row["up_to"]) for row in _rule("LX-97", day).rows("bands")]
    spans = []
    for at, limit in enumerate(limits):
        below = limits[at - 1] if at else None
        label = f"{limit}岁及以下" if below is None else f"{below + 1}-{limit}岁"
        last = None if below is None else reached(day, below + 1)
        spans.append(Span(label, reached(day, limit + 1) + ONE_DAY, last))
    oldest = limits[-1] + 1
    return [*spans, Span(f"{oldest}岁及以上", None, reached(day, oldest))]


def _young(day: date) -> Span:
    limit = _rule("LX-97", day).count("young")
    return Span(f"{limit}岁及以下", reached(day, limit + 1) + ONE_DAY, None)


def _periods(day: date) -> list[Span]:
    rows = _rule("LX-98", day).rows("periods")
    starts: list[date | None] = [row.get("since") for row in rows]
    ends = [start - ONE_DAY if start else None for start in [*starts[1:], None]]
    return [Span(str(row["label"]), first, last) for row, first, last in zip(rows, starts, ends, strict=True)]
