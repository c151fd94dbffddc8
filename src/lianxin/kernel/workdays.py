"""The Chinese working calendar: weekends, public holidays, make-up working days (调休), working hours.

Source of the national days off: the yearly notice of the State Council's general office, as carried
by the library ``chinese_calendar``. A year that the library does not know falls back to Monday to
Friday, and `WorkCalendar.is_known` says so. An organisation adds its own days on top.

Counting uses no walk over days: weekdays come from arithmetic, exceptions from two sorted lists.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5

_LIBRARY_YEARS: tuple[int, int] = (min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year)
_USUAL_HOURS = ((time(9), time(12)), (time(13, 30), time(17, 30)))
#: more calendar days than any run of days off, added to the first guess of a search
_MARGIN = 60


def local(moment: datetime) -> datetime:
    """The same moment on Chinese clocks. ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no place on a calendar")
    return moment.astimezone(SHANGHAI)


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first day of year 1 (a Monday) through `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * SATURDAY + min(rest, SATURDAY)


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and hours of one organisation.

    known: first and last year whose national days off are taken from the library (it may know fewer).
    extra_holidays, extra_workdays: the organisation's own exceptions; they beat the national ones.
        A date in both is a working day, the reading that does not make a citizen wait longer.
    spans: working hours of a working day, ascending and apart; an end of 00:00 means midnight (24:00).
        ValueError when empty, unsorted or overlapping.
    """

    known: tuple[int, int] = _LIBRARY_YEARS
    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    spans: tuple[tuple[time, time], ...] = _USUAL_HOURS

    def __post_init__(self) -> None:
        marks = [mark for start, end in self.spans for mark in (_seconds(start), _seconds(end) or 86_400)]
        if not marks or any(a >= b for a, b in zip(marks[::2], marks[1::2], strict=True)) or marks != sorted(marks):
            raise ValueError("working hours must be ascending spans that do not overlap")

    @cached_property
    def _exceptions(self) -> tuple[list[date], list[date]]:
        """Weekend days that are worked, and weekdays that are off, each ascending."""
        worked = {d for d in chinese_calendar.workdays if self.is_known(d.year)}
        off = {d for d in chinese_calendar.holidays if self.is_known(d.year)}
        worked = (worked - self.extra_holidays) | self.extra_workdays
        off = (off | self.extra_holidays) - self.extra_workdays
        return (
            sorted(d for d in worked if d.weekday() >= SATURDAY),
            sorted(d for d in off if d.weekday() < SATURDAY),
        )

    def is_known(self, year: int) -> bool:
        """True when the national days off of the year are known; else weekends alone are counted."""
        return max(self.known[0], _LIBRARY_YEARS[0]) <= year <= min(self.known[1], _LIBRARY_YEARS[1])

    def is_workday(self, day: date) -> bool:
        """True when people work that day."""
        worked, off = self._exceptions
        return _holds(worked, day) if day.weekday() >= SATURDAY else not _holds(off, day)

    def is_makeup_day(self, day: date) -> bool:
        """True for a Saturday or Sunday on which people work (调休上班)."""
        return day.weekday() >= SATURDAY and self.is_workday(day)

    def workdays_between(self, after: date, until: date) -> int:
        """Working days later than `after`, up to and including `until`; negative when `until` is earlier."""
        return self._count(until) - self._count(after)

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n < 0); `day` itself for n = 0."""
        if n == 0:
            return day
        # the n-th day after is the first with that count; the n-th before is the first with count c - n
        before = self._count(day - timedelta(1))
        target = self._count(day) + n if n > 0 else before + n + 1
        low, high = self._window(day, n)
        ordinal = bisect_left(range(low, high), target, key=lambda o: self._count(date.fromordinal(o))) + low
        return date.fromordinal(ordinal)

    def in_hours(self, moment: datetime) -> bool:
        """True within the working hours of a working day (an end belongs to the break after it)."""
        now = local(moment)
        return self.is_workday(now.date()) and any(start <= now < end for start, end in self.openings(now.date()))

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself within working hours, else the next start of working hours."""
        now = local(moment)
        day = now.date()
        if not self.is_workday(day):
            day = self.add_workdays(day, 1)
        for start, end in self.openings(day):
            if now < end:
                return max(now, start)
        return self.openings(self.add_workdays(day, 1))[0][0]

    def openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working-hour spans laid on a day as aware moments, whether or not it is a working day."""
        laid = []
        for start, end in self.spans:
            last = day if end > time.min else day + timedelta(1)
            laid.append((datetime.combine(day, start, SHANGHAI), datetime.combine(last, end, SHANGHAI)))
        return laid

    def _count(self, day: date) -> int:
        worked, off = self._exceptions
        return _weekdays_until(day) + bisect_right(worked, day) - bisect_right(off, day)

    def _window(self, day: date, n: int) -> tuple[int, int]:
        """Ordinals between which the n-th working day lies, widened until it surely does."""
        reach = abs(n) * 7 // 5 + _MARGIN
        start = day.toordinal()
        while True:
            edge = date.fromordinal(start + reach) if n > 0 else date.fromordinal(start - reach)
            if abs(self.workdays_between(day, edge)) > abs(n):
                return (start, start + reach + 1) if n > 0 else (start - reach, start + 1)
            reach *= 2


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _holds(days: list[date], day: date) -> bool:
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day
