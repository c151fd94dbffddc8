"""The words of a deadline: a period of a rule, a pause of a clock, what remains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .workdays import local

UNITS = {"workhour": "个工作小时", "day": "天", "workday": "个工作日", "month": "个月"}


class OpenPauseError(ValueError):
    """A deadline was asked for while a pause has no end and no present moment was given."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of a rule: a whole number of workhours, days, workdays or months. ValueError otherwise."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")
        if self.amount < 0:
            raise ValueError("a period is not negative")

    def __str__(self) -> str:
        return f"{self.amount} {UNITS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from `start` to `end` (None: it still stands). ValueError when it ends before."""

    start: datetime
    end: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and local(self.end) < local(self.start):
            raise ValueError("a pause ends before it starts")


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left until a deadline; all figures are negative after it.

    seconds: to the deadline; days: calendar days, 0 on the day it is due; workdays: the same in
    working days; overdue: the last second has passed.
    """

    seconds: int
    days: int
    workdays: int
    overdue: bool

    @property
    def today(self) -> bool:
        """True on the day it is due, as long as it is not overdue."""
        return self.days == 0 and not self.overdue
