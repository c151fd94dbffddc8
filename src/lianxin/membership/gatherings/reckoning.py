"""Quorum, majority and the periods in which something has to be held. Figures come from the registry by the day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Protocol

from lianxin.foundation.rules.registry import Share, rule

from .words import COUNTED, HERE, KINDS

_MONTHS_OF_YEAR = 12
_QUARTER = 3
_NUMERALS = "一二三四"


class Row(Protocol):
    """What is counted of an attendance."""

    role: str
    votes: bool
    mark: str


def least(rule_id: str, figure: str, on: date, of: int) -> int:
    """The smallest whole number of people that satisfies a share: half of ten is 5 "at least" and 6 "over"."""
    share = rule(rule_id, on).figures[figure]
    if not isinstance(share, Share):
        raise TypeError(f"{rule_id}.{figure} is no share")
    exact = of * share.ratio
    return max(1, floor(exact) + 1 if share.bound == "over" else ceil(exact))


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who was due and who came. need: how many have to be there; 0 where the rule asks for no quorum."""

    rule: str
    due: int
    here: int
    need: int
    of_votes: bool = False

    @property
    def met(self) -> bool:
        return self.here >= self.need

    @property
    def sentence(self) -> str:
        """One sentence for the page and the minutes."""
        who = "有表决权的正式党员" if self.of_votes else "应到"
        said = f"{who} {self.due} 人，到会 {self.here} 人"
        if not self.need:
            return f"{said}。"
        can, cannot = ("可以表决", "不能表决") if self.of_votes else ("可以开会", "会议不算数")
        if self.met:
            return f"{said}，达到规定的 {self.need} 人，{can}。"
        return f"{said}，规定要 {self.need} 人，还差 {self.need - self.here} 人，{cannot}。"

    @property
    def outlook(self) -> str:
        """The same before people have met."""
        who = "有表决权的正式党员" if self.of_votes else "应到"
        said = f"{who} {self.due} 人"
        if not self.need:
            return f"{said}。"
        return f"{said}，{self.need} 人到会才能{'表决' if self.of_votes else '开会'}。"


def quorum(kind: str, rows: Iterable[Row], on: date) -> Quorum:
    """BR-01, BR-02. Guests and those who are exempt and did not come are in neither number (EDU-05, EDU-12)."""
    words = KINDS[kind]
    of_votes = words.quorum == "votes"
    counted = [row for row in rows if row.role in COUNTED and (row.votes or not of_votes)]
    here = sum(row.mark in HERE for row in counted)
    need = least(words.rule, "quorum", on, len(counted)) if words.quorum else 0
    return Quorum(words.rule, len(counted), here, need, of_votes)


def majority(due: int, on: date) -> int:
    """How many must be in favour at a general meeting: over half of those due, not of those present (BR-01)."""
    return least("BR-01", "majority", on, due)


@dataclass(frozen=True, slots=True)
class Span:
    """A period in which a kind is held once. word: ``"11月"``, ``"第四季度"``, ``"全年"``; now: ``"本月"`` …"""

    first: date
    last: date
    word: str
    now: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def every(kind: str, on: date) -> int:
    """Months between two of a kind."""
    return int(rule(KINDS[kind].rule, on).period("each").amount)


def span(kind: str, day: date) -> Span:
    """The period of a kind that a day lies in."""
    return span_of(every(kind, day), day)


def span_of(months: int, day: date) -> Span:
    """The period of so many months that a day lies in; periods begin with the year. months: 1, 3, 6 or 12."""
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    end = number * months + months
    last = date(day.year, end, monthrange(day.year, end)[1])
    if months == 1:
        return Span(first, last, f"{day.month}月", "本月")
    if months == _QUARTER:
        return Span(first, last, f"第{_NUMERALS[number]}季度", "本季度")
    if months == _MONTHS_OF_YEAR:
        return Span(first, last, "全年", "今年")
    return Span(first, last, f"{first.month}—{last.month}月", "这一期")


def spans(kind: str, year: int) -> list[Span]:
    """All periods of a year, the first one first."""
    found, day = [], date(year, 1, 1)
    while day.year == year:
        found.append(span(kind, day))
        day = found[-1].last + timedelta(days=1)
    return found


def remind_from(kind: str, day: date) -> date:
    """The day from which the branch is reminded that the period of `day` ends (LX-72)."""
    months = every(kind, day)
    rows = {int(row["months"]): int(row["days"]) for row in rule("LX-72", day).rows("ahead")}
    return span(kind, day).last - timedelta(days=rows.get(months, min(rows.values())))
