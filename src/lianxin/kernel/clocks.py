"""Legal deadlines: when is it due, what is left, and why.

The reading of a deadline, the same for every rule:

* the day on which the clock starts is not counted;
* a day (or working day) counts when the clock is running at its end, 24:00 in Asia/Shanghai, so a
  pause inside one day changes nothing and a pause over k midnights takes those k days out;
* it is due at the last second (23:59:59) of the last counted day;
* ``workhour`` periods start at once and use up the organisation's working hours.

Moments go in aware and come out in Asia/Shanghai. Figures (how many days) come from the rules room.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from . import clock_words
from .periods import UNITS, OpenPauseError, Pause, Period, Remaining
from .workdays import SHANGHAI, WorkCalendar, local

__all__ = ["UNITS", "OpenPauseError", "Pause", "Period", "Remaining", "due_at", "explain", "remaining"]

_DAY = timedelta(days=1)


def due_at(
    calendar: WorkCalendar,
    start: datetime,
    budget: Period,
    *,
    extensions: Sequence[Period] = (),
    pauses: Sequence[Pause] = (),
    now: datetime | None = None,
) -> datetime:
    """The last moment in time for something that began at `start` and may take `budget`.

    extensions: added one after the other where the time before them ends.
    pauses: in any order, may overlap. One without an end lasts until `now`; OpenPauseError without it.
    """
    closed = _closed(pauses, now)
    cursor = local(start)
    for unit, run in groupby((budget, *extensions), key=lambda period: period.unit):
        amount = sum(period.amount for period in run)
        if unit == "workhour":
            cursor = _after_hours(calendar, cursor, timedelta(hours=amount), closed)
        else:
            last = _last_day(calendar, cursor.date(), Period(amount, unit), _paused_days(closed))
            cursor = datetime.combine(last, time(23, 59, 59), SHANGHAI)
    return cursor


def remaining(calendar: WorkCalendar, now: datetime, due: datetime) -> Remaining:
    """What is left at `now` until `due`. The second of the deadline itself is still in time."""
    here, end = local(now), local(due)
    return Remaining(
        seconds=int((end - here.replace(microsecond=0)).total_seconds()),
        days=(end.date() - here.date()).days,
        workdays=calendar.workdays_between(here.date(), end.date()),
        overdue=here.replace(microsecond=0) > end,
    )


def explain(
    calendar: WorkCalendar,
    start: datetime,
    budget: Period,
    *,
    extensions: Sequence[Period] = (),
    pauses: Sequence[Pause] = (),
    now: datetime | None = None,
) -> list[str]:
    """How `due_at` comes to its answer, one plain Chinese sentence a line; same arguments and errors."""
    due = due_at(calendar, start, budget, extensions=extensions, pauses=pauses, now=now)
    first, last = local(start), due
    lines = [clock_words.beginning(first, budget)]
    lines += clock_words.days_off(calendar, first.date(), last.date(), (budget, *extensions))
    lines += [clock_words.pause_line(calendar, pause, now, (budget, *extensions)) for pause in pauses]
    lines += [f"经批准延长 {extension}。" for extension in extensions]
    lines.append(clock_words.ending(due, by_hour=(budget, *extensions)[-1].unit == "workhour"))
    return lines + clock_words.unknown_years(calendar, first.year, last.year)


def _closed(pauses: Sequence[Pause], now: datetime | None) -> list[tuple[datetime, datetime]]:
    """The pauses as ascending, disjoint spans."""
    spans: list[tuple[datetime, datetime]] = []
    for pause in sorted(pauses, key=lambda p: local(p.start)):
        start, end = local(pause.start), pause.end or now
        if end is None:
            raise OpenPauseError("a pause without an end: pass now=, the moment until which it lasts")
        end = max(start, local(end))
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _paused_days(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[date, date]]:
    """First and last day of each run of days at whose end the clock stands."""
    runs = [(start.date(), end.date() - _DAY) for start, end in spans]
    return [(first, last) for first, last in runs if first <= last]


def _last_day(calendar: WorkCalendar, day: date, period: Period, paused: Sequence[tuple[date, date]]) -> date:
    """The last counted day of a period that begins on `day`, with the paused days left out."""
    need = (plus_months(day, period.amount) - day).days if period.unit == "month" else period.amount
    if need == 0:
        return day
    for first, last in paused:
        if last <= day:
            continue
        free = _count(calendar, period.unit, day, max(day, first - _DAY))
        if free >= need:
            break
        need, day = need - free, last
    return calendar.add_workdays(day, need) if period.unit == "workday" else day + need * _DAY


def _count(calendar: WorkCalendar, unit: str, after: date, until: date) -> int:
    return calendar.workdays_between(after, until) if unit == "workday" else (until - after).days


def plus_months(day: date, amount: int) -> date:
    """The same day of a later month, or its last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _after_hours(
    calendar: WorkCalendar, start: datetime, budget: timedelta, pauses: Sequence[tuple[datetime, datetime]]
) -> datetime:
    """The moment at which `budget` of working time is used up."""
    if not budget:
        return start
    day = start.date() if calendar.is_workday(start.date()) else calendar.add_workdays(start.date(), 1)
    while True:
        for opening, closing in calendar.openings(day):
            for a, b in _without(max(opening, start), closing, pauses):
                if b - a >= budget:
                    return a + budget
                budget -= b - a
        day = calendar.add_workdays(day, 1)


def _without(
    start: datetime, end: datetime, pauses: Sequence[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """What is left of a span when ascending, disjoint pauses are cut out."""
    left = []
    for a, b in pauses:
        if a >= end:
            break
        if a > start:
            left.append((start, a))
        start = max(start, b)
    if start < end:
        left.append((start, end))
    return left
