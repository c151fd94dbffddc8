"""Deadlines to the second, worked examples (PET-03, PET-04, HOT-01) and reopenings of the same sums."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from lianxin.kernel.clocks import OpenPauseError, Pause, Period, due_at, explain, remaining
from lianxin.kernel.workdays import SHANGHAI, WorkCalendar

CALENDAR = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "budget", "due"),
    [
        # 5 working days over an ordinary week (PET-03, HOT-01)
        ("2026-03-02 10:00:00", Period(5, "workday"), "2026-03-09 23:59:59"),
        # over the national day of 2026: 29, 30 September, 8, 9 and Saturday 10 October
        ("2026-09-28 10:00:00", Period(5, "workday"), "2026-10-10 23:59:59"),
        # the Sunday before the holiday is worked
        ("2026-09-18 16:00:00", Period(1, "workday"), "2026-09-20 23:59:59"),
        # started on a day off: the first working day after it counts
        ("2026-10-03 16:00:00", Period(1, "workday"), "2026-10-08 23:59:59"),
        # 60 calendar days (PET-04), holidays included
        ("2026-09-01 00:00:00", Period(60, "day"), "2026-10-31 23:59:59"),
        # a second before and after midnight are different days
        ("2026-08-31 23:59:59", Period(60, "day"), "2026-10-30 23:59:59"),
        ("2026-01-31 09:00:00", Period(1, "month"), "2026-02-28 23:59:59"),
        ("2027-12-15 09:00:00", Period(3, "month"), "2028-03-15 23:59:59"),
        ("2026-03-02 10:00:00", Period(0, "day"), "2026-03-02 23:59:59"),
    ],
)
def test_worked_examples(start: str, budget: Period, due: str) -> None:
    assert due_at(CALENDAR, at(start), budget) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 10:00:00", 1, "2026-03-02 11:00:00"),
        ("2026-03-02 11:30:00", 1, "2026-03-02 14:00:00"),  # over the midday break
        ("2026-03-02 09:00:00", 7, "2026-03-02 17:30:00"),  # a full day ends at its end, not the next morning
        ("2026-03-02 17:00:01", 1, "2026-03-03 09:30:01"),
        ("2026-09-30 17:00:00", 1, "2026-10-08 09:30:00"),
        ("2026-10-10 08:00:00", 2, "2026-10-10 11:00:00"),  # the make-up Saturday
        ("2026-10-11 08:00:00", 2, "2026-10-12 11:00:00"),
        ("2026-03-02 20:00:00", 0, "2026-03-02 20:00:00"),
    ],
)
def test_working_hours_are_used_up(start: str, hours: int, due: str) -> None:
    assert due_at(CALENDAR, at(start), Period(hours, "workhour")) == at(due)


def test_a_pause_takes_working_time_out_of_working_hours() -> None:
    start = at("2026-03-02 10:00:00")
    pauses = [Pause(at("2026-03-02 10:30:00"), at("2026-03-02 14:00:00"))]
    assert due_at(CALENDAR, start, Period(1, "workhour"), pauses=pauses) == at("2026-03-02 14:30:00")


def test_extension_follows_the_time_before_it() -> None:
    """PET-04: 60 days and 30 more are the 90th day."""
    start = at("2026-06-01 10:00:00")
    both = due_at(CALENDAR, start, Period(60, "day"), extensions=[Period(30, "day")])
    assert both == due_at(CALENDAR, start, Period(90, "day")) == at("2026-08-30 23:59:59")
    mixed = due_at(CALENDAR, at("2026-09-25 10:00:00"), Period(3, "day"), extensions=[Period(3, "workday")])
    assert mixed == at("2026-10-08 23:59:59")
    hours = due_at(CALENDAR, at("2026-03-02 10:00:00"), Period(1, "day"), extensions=[Period(1, "workhour")])
    assert hours == at("2026-03-04 10:00:00")


@pytest.mark.parametrize(
    ("start", "end", "added"),
    [
        ("2026-03-03 09:00:00", "2026-03-03 23:59:59", 0),
        ("2026-03-03 00:00:00", "2026-03-04 00:00:00", 1),
        ("2026-03-03 23:59:59", "2026-03-04 00:00:00", 1),
        ("2026-03-04 00:00:00", "2026-03-04 23:59:59", 0),
        ("2026-03-03 10:00:00", "2026-03-05 09:00:00", 2),
        ("2026-02-20 10:00:00", "2026-03-02 11:00:00", 0),  # over before the clock counts a day
        ("2026-03-07 10:00:00", "2026-03-09 09:00:00", 0),  # begins the day after it is due
        ("2026-03-06 23:59:59", "2026-03-07 00:00:00", 1),  # stands at the end of the last day
        ("2026-03-20 10:00:00", "2026-03-25 11:00:00", 0),  # begins after it is due
    ],
)
def test_only_midnights_of_a_pause_count(start: str, end: str, added: int) -> None:
    pauses = [Pause(at(start), at(end))]
    begun = at("2026-03-02 10:00:00")
    for unit in ("day", "workday"):
        paused = due_at(CALENDAR, begun, Period(4, unit), pauses=pauses)
        assert paused == due_at(CALENDAR, begun, Period(4 + added, unit))


def test_pauses_that_overlap_are_counted_once() -> None:
    begun = at("2026-03-02 10:00:00")
    pauses = [
        Pause(at("2026-03-05 10:00:00"), at("2026-03-07 10:00:00")),
        Pause(at("2026-03-03 10:00:00"), at("2026-03-06 10:00:00")),
    ]
    assert due_at(CALENDAR, begun, Period(10, "day"), pauses=pauses) == at("2026-03-16 23:59:59")


def test_an_open_pause_lasts_until_now() -> None:
    begun, pause = at("2026-03-02 10:00:00"), Pause(at("2026-03-03 10:00:00"))
    with pytest.raises(OpenPauseError):
        due_at(CALENDAR, begun, Period(5, "workday"), pauses=[pause])
    now = at("2026-03-05 10:00:00")
    assert due_at(CALENDAR, begun, Period(5, "workday"), pauses=[pause], now=now) == at("2026-03-11 23:59:59")
    before = at("2026-03-02 23:00:00")
    assert due_at(CALENDAR, begun, Period(5, "workday"), pauses=[pause], now=before) == at("2026-03-09 23:59:59")


def test_a_second_before_at_and_after_the_deadline() -> None:
    due = at("2026-10-10 23:59:59")
    before = remaining(CALENDAR, at("2026-10-10 23:59:58"), due)
    assert (before.seconds, before.days, before.workdays, before.overdue, before.today) == (1, 0, 0, False, True)
    last = remaining(CALENDAR, at("2026-10-10 23:59:59.999999"), due)
    assert (last.seconds, last.overdue) == (0, False)
    late = remaining(CALENDAR, at("2026-10-11 00:00:00"), due)
    assert (late.seconds, late.days, late.workdays, late.overdue, late.today) == (-1, -1, 0, True, False)
    assert remaining(CALENDAR, at("2026-10-12 00:00:00"), due).workdays == -1


def test_other_time_zones_are_the_same_moment() -> None:
    start = datetime(2026, 9, 17, 16, 0, tzinfo=UTC)  # midnight of the 18th in Shanghai
    due = due_at(CALENDAR, start, Period(1, "workday"))
    assert due == at("2026-09-20 23:59:59")
    assert due.utcoffset() == at("2026-09-20 00:00:00").utcoffset()
    assert remaining(CALENDAR, start, due).workdays == 1


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit"):
        Period(1, "week")
    with pytest.raises(ValueError, match="not negative"):
        Period(-1, "day")
    with pytest.raises(ValueError, match="ends before"):
        Pause(at("2026-03-03 10:00:00"), at("2026-03-03 09:59:59"))
    with pytest.raises(ValueError, match="time zone"):
        due_at(CALENDAR, datetime(2026, 3, 3), Period(1, "day"))


def test_explanation_names_holidays_makeup_days_pauses_and_extensions() -> None:
    lines = explain(
        CALENDAR,
        at("2026-09-28 10:15:00"),
        Period(5, "workday"),
        extensions=[Period(2, "workday")],
        pauses=[Pause(at("2026-10-08 09:00:00"), at("2026-10-09 08:00:00"), "等您补充材料")],
    )
    assert lines == [
        "2026年9月28日（星期一）10:15开始计时，当天不计入，限 5 个工作日内办完。",
        "10月1日至10月7日放假，不计入。",
        "10月10日调休上班，计入。",
        "2026年10月8日（星期四）09:00至2026年10月9日（星期五）08:00暂停计时（等您补充材料），扣除 1 个工作日。",
        "经批准延长 2 个工作日。",
        "应在2026年10月14日（星期三）24:00前办完。",
    ]


def test_explanation_of_calendar_days_hours_and_unknown_years() -> None:
    lines = explain(CALENDAR, at("2026-11-30 10:00:00"), Period(60, "day"))
    assert lines[1:] == [
        "应在2027年1月29日（星期五）24:00前办完。",
        "系统还没有2027年的放假安排，这一年暂按周一至周五上班计算。",
    ]
    hours = explain(CALENDAR, at("2026-03-02 10:00:00"), Period(2, "workhour"))
    assert hours == [
        "2026年3月2日（星期一）10:00开始计时，限 2 个工作小时内办完，只计工作时间。",
        "应在2026年3月2日（星期一）12:00前办完。",
    ]
    paused = Pause(at("2026-12-01 10:00:00"))
    still = explain(CALENDAR, at("2026-11-30 10:00:00"), Period(9, "day"), pauses=[paused], now=at("2026-12-04 09:00"))
    assert "2026年12月1日（星期二）10:00起暂停计时，至今未恢复，扣除 3 天。" in still


def test_own_hours_change_the_deadline() -> None:
    evening = WorkCalendar(spans=((time(20), time(0)),))
    assert due_at(evening, at("2026-03-02 09:00"), Period(5, "workhour")) == at("2026-03-03 21:00")
