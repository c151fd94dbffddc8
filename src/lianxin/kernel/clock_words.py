"""Deadlines in plain Chinese, for the page of a case and for the citizen who asks why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from .periods import Pause, Period
from .workdays import SATURDAY, WorkCalendar, local

_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)


def day_words(day: date) -> str:
    """``2026年10月10日（星期六）``."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def moment_words(moment: datetime) -> str:
    """``2026年10月10日（星期六）09:30`` on Chinese clocks."""
    here = local(moment)
    return f"{day_words(here.date())}{here:%H:%M}"


def beginning(start: datetime, budget: Period) -> str:
    """When the clock started and how long it may run."""
    if budget.unit == "workhour":
        return f"{moment_words(start)}开始计时，限 {budget}内办完，只计工作时间。"
    return f"{moment_words(start)}开始计时，当天不计入，限 {budget}内办完。"


def days_off(calendar: WorkCalendar, after: date, until: date, periods: Sequence[Period]) -> list[str]:
    """Which weekdays were off and which weekend days were worked, when that matters."""
    if not any(period.unit in {"workday", "workhour"} for period in periods):
        return []
    days = [after + n * _DAY for n in range(1, (until - after).days + 1)]
    lines = []
    off = [day for day in days if not calendar.is_workday(day)]
    holidays = [run for run in _runs(off) if any(day.weekday() < SATURDAY for day in run)]
    if holidays:
        lines.append(f"{'、'.join(_span(run) for run in holidays)}放假，不计入。")
    worked = [day for day in days if calendar.is_makeup_day(day)]
    if worked:
        lines.append(f"{'、'.join(_span([day]) for day in worked)}调休上班，计入。")
    return lines


def pause_line(calendar: WorkCalendar, pause: Pause, now: datetime | None, periods: Sequence[Period]) -> str:
    """Since when the clock stood, why, and what was taken out for it."""
    because = f"（{pause.reason}）" if pause.reason else ""
    start, end = local(pause.start), pause.end or now
    if pause.end is None:
        text = f"{moment_words(start)}起暂停计时{because}，至今未恢复"
    else:
        text = f"{moment_words(start)}至{moment_words(pause.end)}暂停计时{because}"
    if end is None or periods[0].unit == "workhour":
        return f"{text}，暂停的时间不计入。"
    first, last = start.date() - _DAY, max(start.date(), local(end).date()) - _DAY
    if periods[0].unit == "workday":
        return f"{text}，扣除 {calendar.workdays_between(first, last)} 个工作日。"
    return f"{text}，扣除 {(last - first).days} 天。"


def ending(due: datetime, *, by_hour: bool) -> str:
    """The deadline itself."""
    return f"应在{moment_words(due)}前办完。" if by_hour else f"应在{day_words(due.date())}24:00前办完。"


def unknown_years(calendar: WorkCalendar, first: int, last: int) -> list[str]:
    """A warning for each year whose days off are not published yet."""
    years = [year for year in range(first, last + 1) if not calendar.is_known(year)]
    return [f"系统还没有{year}年的放假安排，这一年暂按周一至周五上班计算。" for year in years]


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Ascending days cut into runs without a gap."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _span(run: Sequence[date]) -> str:
    first, last = run[0], run[-1]
    text = f"{first.month}月{first.day}日"
    return text if first == last else f"{text}至{last.month}月{last.day}日"
