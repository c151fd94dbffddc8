"""The year as twelve months of days, each with a word beside its colour."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import chinese_calendar

from lianxin.kernel.workdays import SATURDAY, WorkCalendar

#: css name -> (mark in the cell, word in the legend)
KINDS = {
    "work": ("", "工作日"),
    "weekend": ("", "周末"),
    "holiday": ("休", "法定节假日"),
    "makeup": ("班", "调休上班"),
    "own-off": ("自休", "本单位或上级另定的休息日"),
    "own-work": ("自班", "本单位或上级另定的上班日"),
}
_FESTIVALS: dict[str, str] = {festival.value: festival.chinese for festival in chinese_calendar.Holiday}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day on the page."""

    day: date
    kind: str
    title: str
    today: bool

    @property
    def mark(self) -> str:
        """One or two characters under the number."""
        return KINDS[self.kind][0]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday, None for days of the neighbours."""

    number: int
    weeks: list[list[Cell | None]]
    workdays: int


def grid(calendar: WorkCalendar, year: int, own: Mapping[date, str], today: date) -> list[Month]:
    """Twelve months. own: names of the entries of this organisation, for the titles."""
    made = []
    for number in range(1, 13):
        weeks: list[list[Cell | None]] = [
            [_cell(calendar, day, own, today) if day.month == number else None for day in week]
            for week in months.Calendar().monthdatescalendar(year, number)
        ]
        worked = sum(1 for week in weeks for cell in week if cell and calendar.is_workday(cell.day))
        made.append(Month(number, weeks, worked))
    return made


def _cell(calendar: WorkCalendar, day: date, own: Mapping[date, str], today: date) -> Cell:
    kind = _kind(calendar, day)
    words = [KINDS[kind][1]]
    if kind == "holiday":
        words = [_festival(day)]
    if day in own:
        words.append(own[day])
    return Cell(day, kind, "，".join(words), day == today)


def _kind(calendar: WorkCalendar, day: date) -> str:
    if day in calendar.extra_workdays:
        return "own-work"
    if day in calendar.extra_holidays:
        return "own-off"
    if calendar.is_makeup_day(day):
        return "makeup"
    if calendar.is_workday(day):
        return "work"
    festive = calendar.is_known(day.year) and day in chinese_calendar.holidays
    return "holiday" if festive or day.weekday() < SATURDAY else "weekend"


def _festival(day: date) -> str:
    return _FESTIVALS.get(chinese_calendar.holidays.get(day, ""), KINDS["holiday"][1])
