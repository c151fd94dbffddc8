"""The calendar of an organisation: the nation's, then what each organisation above and itself adds.

The few rows of the whole house are read at once and kept for `KEEP` seconds in each process, so a
change is seen by every process after at most that long, and by the one that made it at once.
"""

from __future__ import annotations

import time as clock
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache

from django.utils import timezone

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.kernel.workdays import WorkCalendar

from .models import OrganisationHoliday, WorkingHours

#: seconds that an answer is kept
KEEP = 5.0

Spans = tuple[tuple[time, time], ...]


@dataclass
class _Snapshot:
    """All rows by path, with the calendars that were made from them."""

    taken: float
    days: dict[str, dict[date, bool]] = field(default_factory=dict)
    hours: dict[str, Spans] = field(default_factory=dict)
    made: dict[str, WorkCalendar] = field(default_factory=dict)


#: at most one entry, the last snapshot
_memory: dict[str, _Snapshot] = {}


def calendar_for(org_path: str) -> WorkCalendar:
    """Working days and hours of an organisation; the nearest one above that says something wins.

    ``""`` (no organisation) is the national calendar. No statement when it was asked for lately.
    """
    kept = _snapshot()
    if org_path not in kept.made:
        kept.made[org_path] = _combine(kept, ancestors_of(org_path))
    return kept.made[org_path]


def inherited(org_path: str) -> WorkCalendar:
    """The calendar that the organisation would have without its own entries."""
    return _combine(_snapshot(), ancestors_of(org_path)[1:])


def forget() -> None:
    """Ask the database again next time."""
    _memory.clear()


def unknown_years(today: date | None = None) -> list[int]:
    """This year and the next, as far as their public holidays are not known to the library.

    For such a year only weekends count as days off; the page of the administrator says so.
    """
    first = (today or timezone.localdate()).year
    national = WorkCalendar()
    return [year for year in (first, first + 1) if not national.is_known(year)]


def own_days(org_path: str, year: int) -> list[OrganisationHoliday]:
    """Entries of exactly this organisation in a year, by date."""
    rows = OrganisationHoliday.objects.unscoped("the page's policy has checked the path")
    return list(rows.filter(org_path=org_path, date__year=year))


def own_hours(org_path: str) -> Spans | None:
    """Working hours of exactly this organisation, or None when it follows the one above."""
    return _snapshot().hours.get(org_path)


def parse_spans(rows: list[list[str]]) -> Spans:
    """``[["09:00", "12:00"]]`` as times. Raises ValueError for what is not a time."""
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in rows)


def words(spans: Spans) -> str:
    """``09:00—12:00、13:30—17:30``."""
    return "、".join(f"{start:%H:%M}—{end:%H:%M}" for start, end in spans)


def _snapshot() -> _Snapshot:
    kept = _memory.get("last")
    if kept is None or clock.monotonic() - kept.taken > KEEP:
        kept = _Snapshot(clock.monotonic())
        days = OrganisationHoliday.objects.unscoped("a calendar holds for everybody below it")
        for path, day, works in days.values_list("org_path", "date", "is_workday"):
            kept.days.setdefault(path, {})[day] = works
        hours = WorkingHours.objects.unscoped("a calendar holds for everybody below it")
        for path, spans in hours.values_list("org_path", "spans"):
            kept.hours[path] = parse_spans(spans)
        _memory["last"] = kept
    return kept


def _combine(kept: _Snapshot, nearest_first: list[str]) -> WorkCalendar:
    days: dict[date, bool] = {}
    for path in reversed(nearest_first):
        days.update(kept.days.get(path, {}))
    spans = next((kept.hours[path] for path in nearest_first if path in kept.hours), None)
    off = frozenset(day for day, works in days.items() if not works)
    return _calendar(off, frozenset(days) - off, spans)


@lru_cache(maxsize=256)
def _calendar(off: frozenset[date], worked: frozenset[date], spans: Spans | None) -> WorkCalendar:
    """One object for equal content: it keeps its sorted lists, which cost more than the rows."""
    if spans is None:
        return WorkCalendar(extra_holidays=off, extra_workdays=worked)
    return WorkCalendar(extra_holidays=off, extra_workdays=worked, spans=spans)
