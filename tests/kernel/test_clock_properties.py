"""What must hold of every deadline, over 调休, pauses, extensions and any start."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from lianxin.kernel.clocks import Pause, Period, due_at, remaining
from lianxin.kernel.workdays import SHANGHAI, WorkCalendar

CALENDARS = st.sampled_from(
    [
        WorkCalendar(),
        WorkCalendar(known=(2025, 2025)),
        WorkCalendar(
            extra_holidays=frozenset({date(2026, 3, 9), date(2026, 10, 8)}),
            extra_workdays=frozenset({date(2026, 10, 7)}),
            spans=((time(8), time(12)), (time(14), time(0))),
        ),
    ]
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=SHANGHAI)
)
AMOUNTS = st.integers(0, 120)
FIXED_UNITS = st.sampled_from(["day", "workday", "workhour"])
UNITS = st.sampled_from(["day", "workday", "workhour", "month"])
SECONDS = timedelta(seconds=1)


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    start = draw(MOMENTS)
    return Pause(start, start + draw(st.integers(0, 40 * 86_400)) * SECONDS)


PAUSES = st.lists(pauses(), max_size=4)
EXTENSIONS = st.lists(st.builds(Period, st.integers(0, 40), FIXED_UNITS), max_size=2)


@given(CALENDARS, MOMENTS, MOMENTS, AMOUNTS, FIXED_UNITS, EXTENSIONS, PAUSES)
def test_a_later_start_is_never_due_earlier(
    calendar: WorkCalendar,
    a: datetime,
    b: datetime,
    amount: int,
    unit: str,
    extensions: list[Period],
    paused: list[Pause],
) -> None:
    early, late = sorted((a, b))
    budget = Period(amount, unit)
    first = due_at(calendar, early, budget, extensions=extensions, pauses=paused)
    assert first <= due_at(calendar, late, budget, extensions=extensions, pauses=paused)


@given(CALENDARS, MOMENTS, MOMENTS, st.integers(0, 24))
def test_months_are_monotone_in_the_start(calendar: WorkCalendar, a: datetime, b: datetime, amount: int) -> None:
    early, late = sorted((a, b))
    assert due_at(calendar, early, Period(amount, "month")) <= due_at(calendar, late, Period(amount, "month"))


@given(CALENDARS, MOMENTS, AMOUNTS, st.integers(0, 30), UNITS, PAUSES)
def test_a_larger_budget_is_never_due_earlier(
    calendar: WorkCalendar, start: datetime, amount: int, more: int, unit: str, paused: list[Pause]
) -> None:
    amount = min(amount, 24) if unit == "month" else amount
    small = due_at(calendar, start, Period(amount, unit), pauses=paused)
    assert start <= small <= due_at(calendar, start, Period(amount + more, unit), pauses=paused)


@given(CALENDARS, MOMENTS, AMOUNTS, UNITS, PAUSES, pauses())
def test_a_pause_never_makes_it_earlier(
    calendar: WorkCalendar, start: datetime, amount: int, unit: str, paused: list[Pause], another: Pause
) -> None:
    amount = min(amount, 24) if unit == "month" else amount
    budget = Period(amount, unit)
    without = due_at(calendar, start, budget, pauses=paused)
    assert without <= due_at(calendar, start, budget, pauses=[*paused, another])


@given(CALENDARS, MOMENTS, st.integers(1, 60), st.sampled_from(["day", "workday", "month"]), st.data())
def test_a_pause_inside_one_day_adds_nothing(
    calendar: WorkCalendar, start: datetime, amount: int, unit: str, data: st.DataObject
) -> None:
    budget = Period(amount, unit)
    due = due_at(calendar, start, budget)
    day = start.date() + timedelta(data.draw(st.integers(0, (due.date() - start.date()).days)))
    seconds = sorted(data.draw(st.tuples(st.integers(0, 86_399), st.integers(0, 86_399))))
    midnight = datetime.combine(day, time(), SHANGHAI)
    pause = Pause(midnight + seconds[0] * SECONDS, midnight + seconds[1] * SECONDS)
    assert due_at(calendar, start, budget, pauses=[pause]) == due


@given(CALENDARS, MOMENTS, st.integers(1, 60), st.integers(1, 30), st.data())
def test_a_pause_of_k_whole_working_days_adds_exactly_k(
    calendar: WorkCalendar, start: datetime, amount: int, k: int, data: st.DataObject
) -> None:
    first = calendar.add_workdays(start.date(), data.draw(st.integers(1, amount)))
    last = calendar.add_workdays(first, k - 1)
    pause = Pause(
        datetime.combine(first, time(), SHANGHAI),
        datetime.combine(last + timedelta(1), time(), SHANGHAI),
    )
    paused = due_at(calendar, start, Period(amount, "workday"), pauses=[pause])
    assert paused == due_at(calendar, start, Period(amount + k, "workday"))


@given(CALENDARS, MOMENTS, st.integers(0, 90), st.integers(0, 60), FIXED_UNITS)
def test_an_extension_gives_exactly_its_own_time(
    calendar: WorkCalendar, start: datetime, amount: int, more: int, unit: str
) -> None:
    extended = due_at(calendar, start, Period(amount, unit), extensions=[Period(more, unit)])
    assert extended == due_at(calendar, start, Period(amount + more, unit))
    plain = due_at(calendar, start, Period(amount, unit))
    if unit == "day":
        assert extended - plain == timedelta(more)
    elif unit == "workday" and amount:
        assert calendar.workdays_between(plain.date(), extended.date()) == more


@given(CALENDARS, MOMENTS, AMOUNTS)
def test_remaining_at_the_start_is_the_budget(calendar: WorkCalendar, start: datetime, amount: int) -> None:
    due = due_at(calendar, start, Period(amount, "workday"))
    assert remaining(calendar, start, due).workdays == amount
    due = due_at(calendar, start, Period(amount, "day"))
    assert remaining(calendar, start, due).days == amount


@given(CALENDARS, MOMENTS, MOMENTS, AMOUNTS, UNITS)
def test_overdue_begins_exactly_after_the_last_second(
    calendar: WorkCalendar, start: datetime, now: datetime, amount: int, unit: str
) -> None:
    due = due_at(calendar, start, Period(min(amount, 24), unit))
    assert not remaining(calendar, due, due).overdue
    assert remaining(calendar, due + SECONDS, due).overdue
    left = remaining(calendar, now, due)
    assert left.overdue == (now > due) == (left.seconds < 0)
    assert now + left.seconds * SECONDS == due


@given(CALENDARS, MOMENTS, st.integers(1, 60), PAUSES)
def test_every_deadline_in_days_is_the_end_of_a_counted_day(
    calendar: WorkCalendar, start: datetime, amount: int, paused: list[Pause]
) -> None:
    """Found by walking each day, independent of the engine's jumps."""
    for unit in ("day", "workday"):
        left, day = amount, start.date()
        while left:
            day += timedelta(1)
            midnight = datetime.combine(day + timedelta(1), time(), SHANGHAI)
            running = not any(p.start < midnight <= (p.end or midnight) for p in paused)
            left -= running and (unit == "day" or calendar.is_workday(day))
        assert due_at(calendar, start, Period(amount, unit), pauses=paused) == datetime.combine(
            day, time(23, 59, 59), SHANGHAI
        )


@given(CALENDARS, MOMENTS, st.integers(1, 20), PAUSES)
def test_working_hours_used_until_the_deadline_are_the_budget(
    calendar: WorkCalendar, start: datetime, hours: int, paused: list[Pause]
) -> None:
    """Counted minute by minute, independent of the engine's spans."""
    assume(start.second == 0 or not paused)
    start = start.replace(second=0)
    paused = [Pause(p.start.replace(second=0), (p.end or p.start).replace(second=0)) for p in paused if p.end][:2]
    paused = [Pause(p.start, max(p.start, min(p.end or p.start, p.start + timedelta(days=2)))) for p in paused]
    due = due_at(calendar, start, Period(hours, "workhour"), pauses=paused)
    minute, used = start, 0
    while minute < due:
        if calendar.in_hours(minute) and not any(p.start <= minute < (p.end or minute) for p in paused):
            used += 1
        minute += timedelta(minutes=1)
    assert used == hours * 60
