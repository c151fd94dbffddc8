"""The page of the year: twelve months with words, forms that keep what was typed."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine

from lianxin.foundation.calendars import actions
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.calendars.year import grid
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.workdays import WorkCalendar

pytestmark = pytest.mark.django_db

PAGE = "/workbench/calendar/"
FRIDAY = date(2026, 4, 17)


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel("2026-04-01 09:00 +0800", tick=False):
        yield


def kinds(calendar: WorkCalendar, year: int) -> dict[date, str]:
    months = grid(calendar, year, {}, date(2026, 4, 1))
    return {cell.day: cell.kind for month in months for week in month.weeks for cell in week if cell}


def test_every_day_of_the_year_once_and_with_its_kind() -> None:
    found = kinds(WorkCalendar(), 2026)
    assert len(found) == 365
    assert found[date(2026, 10, 1)] == "holiday"
    assert found[date(2026, 5, 9)] == "makeup"
    assert found[date(2026, 4, 18)] == "weekend"
    assert found[FRIDAY] == "work"


def test_own_days_are_told_apart() -> None:
    calendar = WorkCalendar(extra_holidays=frozenset({FRIDAY}), extra_workdays=frozenset({date(2026, 4, 18)}))
    found = kinds(calendar, 2026)
    assert (found[FRIDAY], found[date(2026, 4, 18)]) == ("own-off", "own-work")


def test_a_year_that_is_not_known_has_weekends_only() -> None:
    assert set(kinds(WorkCalendar(), 2050).values()) == {"work", "weekend"}


def test_the_counts_agree_with_the_calendar() -> None:
    calendar = WorkCalendar()
    months = grid(calendar, 2026, {}, date(2026, 4, 1))
    assert sum(month.workdays for month in months) == calendar.workdays_between(date(2025, 12, 31), date(2026, 12, 31))


def test_the_page_of_a_known_year(signed_in, county) -> None:
    page = signed_in(county).get(PAGE).content.decode()
    assert "清水县委 2026 年工作日历" in page
    assert len(re.findall(r'<section class="card month"', page)) == 12
    for words in ("国庆节", "调休上班", "法定节假日", "09:00—12:00、13:30—17:30"):
        assert words in page
    assert "的法定节假日还不知道。" not in page


def test_the_page_says_so_when_the_year_is_not_known(signed_in, county) -> None:
    page = signed_in(county).get(PAGE, {"year": "2031"}).content.decode()
    assert "2031 年的法定节假日还不知道。" in page
    assert "只把周六、周日算作休息" in page


@pytest.mark.parametrize("year", ["abcd", "99999", "-1", "2１26", ""])
def test_a_strange_year_is_this_year(signed_in, county, year: str) -> None:
    answer = signed_in(county).get(PAGE, {"year": year})
    assert answer.status_code == 200
    assert " 2026 年工作日历" in answer.content.decode()


def test_who_may_look(client, signed_in, county, town, other_town) -> None:
    assert client.get(PAGE).status_code == 403
    inside = signed_in(town)
    assert "渡口镇党委" in inside.get(PAGE).content.decode()
    assert inside.get(PAGE, {"org": other_town.pk}).status_code == 404
    assert inside.get(PAGE, {"org": county.pk}).status_code == 404
    assert inside.get(PAGE, {"org": "²"}).status_code == 404
    assert inside.post(f"{PAGE}day/", {"org": other_town.pk, "date": "2026-04-17"}).status_code == 404


def test_a_handler_has_no_calendar_page(signed_in, town) -> None:
    assert signed_in(town, "handler").get(PAGE).status_code == 403


def test_setting_and_clearing_a_day(signed_in, town) -> None:
    browser = signed_in(town)
    typed = {"org": town.pk, "date": "2026-04-17", "kind": "off", "name": "渡口节"}
    answer = browser.post(f"{PAGE}day/", typed, follow=True)
    assert "渡口节" in answer.content.decode()
    assert not calendar_for(town.org_path).is_workday(FRIDAY)
    browser.post(f"{PAGE}day/clear/", {"org": town.pk, "date": "2026-04-17"})
    assert calendar_for(town.org_path).is_workday(FRIDAY)


def test_a_refused_day_keeps_what_was_typed(signed_in, town) -> None:
    typed = {"org": town.pk, "year": "2026", "date": "2026-03-02", "kind": "off", "name": "补写的节日"}
    answer = signed_in(town).post(f"{PAGE}day/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已经过去的日子不能再改" in page
    assert 'value="补写的节日"' in page
    assert 'value="2026-03-02"' in page


def test_setting_hours(signed_in, town) -> None:
    browser = signed_in(town)
    wrong = {"org": town.pk, "morning_start": "08:00", "morning_end": "12:00", "afternoon_start": "14:00"}
    answer = browser.post(f"{PAGE}hours/", wrong)
    assert answer.status_code == 422
    assert "要么都填，要么都不填" in answer.content.decode()
    backward = wrong | {"afternoon_start": "18:00", "afternoon_end": "14:00"}
    assert "从早到晚排列" in browser.post(f"{PAGE}hours/", backward).content.decode()
    right = wrong | {"afternoon_end": "18:00"}
    assert "08:00—12:00、14:00—18:00" in browser.post(f"{PAGE}hours/", right, follow=True).content.decode()
    browser.post(f"{PAGE}hours/", {"org": town.pk, "follow": "1"})
    assert calendar_for(town.org_path) == WorkCalendar()


def test_reading_changes_nothing(signed_in, town) -> None:
    browser = signed_in(town)
    for address in ("day/", "day/clear/", "hours/"):
        assert browser.get(f"{PAGE}{address}").status_code == 405


def test_past_entries_cannot_be_cleared_from_the_page(signed_in, town) -> None:
    actions.set_day(actor=SYSTEM, organisation=town, day=date(2026, 3, 2), is_workday=False, name="旧渡口节")
    page = signed_in(town).get(PAGE).content.decode()
    assert "旧渡口节" in page
    assert "取消设定" not in page
