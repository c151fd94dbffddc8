"""Working days of China: 调休, an organisation's own days, years nobody has announced yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.workdays import SHANGHAI, WorkCalendar

CALENDAR = WorkCalendar()
DAYS = st.dates(date(2003, 1, 1), date(2029, 12, 31))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_agrees_with_the_library_on_every_day_it_knows() -> None:
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),  # Sunday made up for the national day
        (date(2026, 10, 10), True),  # Saturday made up for the national day
        (date(2026, 10, 7), False),  # Wednesday, last day off
        (date(2026, 10, 8), True),
        (date(2026, 10, 11), False),  # ordinary Sunday
    ],
)
def test_national_day_2026(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked
    assert CALENDAR.is_makeup_day(day) is (worked and day.weekday() >= 5)


def test_a_year_the_library_does_not_know_falls_back_to_weekends() -> None:
    assert CALENDAR.is_known(2026)
    assert not CALENDAR.is_known(2003)
    later = max(chinese_calendar.holidays).year + 1
    assert not CALENDAR.is_known(later)
    first = date(later, 1, 1)
    for n in range(366):
        day = first + timedelta(n)
        assert CALENDAR.is_workday(day) == (day.weekday() < 5)


def test_the_known_years_can_be_narrowed() -> None:
    calendar = WorkCalendar(known=(2025, 2025))
    assert not calendar.is_known(2026)
    assert calendar.is_workday(date(2026, 10, 7))
    assert not calendar.is_workday(date(2025, 10, 7))


def test_own_days_beat_the_national_ones_and_work_beats_rest() -> None:
    off, worked, both = date(2026, 3, 9), date(2026, 10, 7), date(2026, 3, 14)
    calendar = WorkCalendar(extra_holidays=frozenset({off, both}), extra_workdays=frozenset({worked, both}))
    assert not calendar.is_workday(off)
    assert calendar.is_workday(worked)
    assert calendar.is_workday(both)
    assert calendar.workdays_between(date(2026, 3, 6), date(2026, 3, 10)) == 1
    assert not WorkCalendar(extra_holidays=frozenset({date(2026, 10, 10)})).is_workday(date(2026, 10, 10))


@given(day=DAYS, n=st.integers(-400, 400))
def test_adding_and_counting_are_each_others_inverse(day: date, n: int) -> None:
    there = CALENDAR.add_workdays(day, n)
    if n > 0:
        assert CALENDAR.is_workday(there)
        assert CALENDAR.workdays_between(day, there) == n
    elif n < 0:
        assert CALENDAR.is_workday(there)
        assert CALENDAR.workdays_between(there - timedelta(1), day - timedelta(1)) == -n
    else:
        assert there == day


@given(a=DAYS, b=st.integers(-500, 500))
def test_counting_equals_looking_at_each_day(a: date, b: int) -> None:
    other = a + timedelta(b)
    first, last = min(a, other), max(a, other)
    walked = sum(CALENDAR.is_workday(first + timedelta(n)) for n in range(1, (last - first).days + 1))
    assert CALENDAR.workdays_between(first, last) == walked
    assert CALENDAR.workdays_between(last, first) == -walked


def test_a_long_run_of_own_days_off_does_not_lose_the_search() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(n) for n in range(800))
    calendar = WorkCalendar(extra_holidays=closed)
    assert calendar.add_workdays(date(2026, 1, 5), 1) == min(
        d for d in (date(2028, 3, 11) + timedelta(n) for n in range(9)) if d.weekday() < 5
    )


def test_working_hours_to_the_second() -> None:
    assert not CALENDAR.in_hours(at("2026-10-10 08:59:59"))
    assert CALENDAR.in_hours(at("2026-10-10 09:00:00"))
    assert CALENDAR.in_hours(at("2026-10-10 11:59:59"))
    assert not CALENDAR.in_hours(at("2026-10-10 12:00:00"))
    assert not CALENDAR.in_hours(at("2026-10-11 10:00:00"))
    assert CALENDAR.in_hours(datetime(2026, 10, 10, 1, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-09-30 17:29:59", "2026-09-30 17:29:59"),
        ("2026-09-30 17:30:00", "2026-10-08 09:00:00"),
        ("2026-10-03 10:00:00", "2026-10-08 09:00:00"),
        ("2026-10-09 12:10:00", "2026-10-09 13:30:00"),
        ("2026-10-09 18:00:00", "2026-10-10 09:00:00"),
        ("2026-10-10 18:00:00", "2026-10-12 09:00:00"),
    ],
)
def test_next_opening(moment: str, opening: str) -> None:
    assert CALENDAR.next_opening(at(moment)) == at(opening)


def test_a_service_round_the_clock_ends_at_midnight() -> None:
    calendar = WorkCalendar(spans=((time(0), time(0)),))
    assert calendar.in_hours(at("2026-10-09 23:59:59"))
    assert calendar.next_opening(at("2026-10-09 23:59:59")) == at("2026-10-09 23:59:59")
    assert not calendar.in_hours(at("2026-10-11 00:00:00"))


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(13), time(17)), (time(9), time(12))),
        ((time(9), time(12)), (time(11), time(17))),
        ((time(9), time(0)), (time(1), time(2))),
    ],
)
def test_senseless_hours_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="working hours"):
        WorkCalendar(spans=spans)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.in_hours(datetime(2026, 10, 10, 9, 0))


def test_calendars_are_values() -> None:
    assert WorkCalendar() == CALENDAR
    assert len({WorkCalendar(), CALENDAR, WorkCalendar(extra_holidays=frozenset({date(2026, 3, 9)}))}) == 2
