"""Which days and hours hold where, and who may say so."""

from __future__ import annotations

from datetime import date, time

import pytest
import time_machine

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.calendars import actions, queries
from lianxin.foundation.calendars.models import OrganisationHoliday
from lianxin.foundation.calendars.queries import calendar_for, unknown_years
from lianxin.foundation.spine.scope import ScopeError
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 4, 17)
SATURDAY = date(2026, 4, 18)
MAKEUP = date(2026, 5, 9)  # a Saturday that the nation works, for the days off around May Day


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel("2026-04-01 09:00 +0800", tick=False):
        yield


def set_day(organisation, day, *, works: bool, actor=SYSTEM, name: str = "渡口节"):
    return actions.set_day(actor=actor, organisation=organisation, day=day, is_workday=works, name=name)


def test_without_entries_the_national_calendar_holds(branch) -> None:
    calendar = calendar_for(branch.org_path)
    assert calendar.is_workday(FRIDAY)
    assert not calendar.is_workday(SATURDAY)
    assert calendar.is_workday(MAKEUP)
    assert calendar == calendar_for("")


def test_a_day_holds_for_everything_below_and_nothing_beside(county, town, branch, other_town) -> None:
    set_day(town, FRIDAY, works=False)
    set_day(town, SATURDAY, works=True, name="补班")
    for inside in (town, branch):
        assert not calendar_for(inside.org_path).is_workday(FRIDAY)
        assert calendar_for(inside.org_path).is_workday(SATURDAY)
    for outside in (county, other_town):
        assert calendar_for(outside.org_path).is_workday(FRIDAY)


def test_the_nearest_organisation_wins(county, branch) -> None:
    set_day(county, FRIDAY, works=False)
    set_day(branch, FRIDAY, works=True, name="防汛值班")
    assert calendar_for(branch.org_path).is_workday(FRIDAY)
    assert not calendar_for(county.org_path).is_workday(FRIDAY)
    actions.clear_day(actor=SYSTEM, organisation=branch, day=FRIDAY)
    assert not calendar_for(branch.org_path).is_workday(FRIDAY)


def test_deadlines_move_with_the_calendar(town) -> None:
    start = date(2026, 4, 15)
    assert calendar_for(town.org_path).add_workdays(start, 5) == date(2026, 4, 22)
    set_day(town, FRIDAY, works=False)
    assert calendar_for(town.org_path).add_workdays(start, 5) == date(2026, 4, 23)


def test_hours_are_inherited_and_given_back(town, branch) -> None:
    usual = calendar_for(branch.org_path).spans
    summer = ((time(8), time(12)), (time(15), time(18)))
    actions.set_hours(actor=SYSTEM, organisation=town, spans=summer)
    assert calendar_for(branch.org_path).spans == summer
    assert queries.words(summer) == "08:00—12:00、15:00—18:00"
    actions.clear_hours(actor=SYSTEM, organisation=town)
    assert calendar_for(branch.org_path).spans == usual


@pytest.mark.parametrize(
    "spans",
    [(), ((time(12), time(9)),), ((time(9), time(12)), (time(11), time(17)))],
    ids=["none", "backward", "overlapping"],
)
def test_impossible_hours_are_refused(town, spans) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_hours(actor=SYSTEM, organisation=town, spans=spans)
    assert refused.value.denied.field == "morning_start"


@pytest.mark.parametrize(
    ("day", "works", "name", "code"),
    [
        (FRIDAY, True, "上班", "already"),
        (SATURDAY, False, "休息", "already"),
        (MAKEUP, True, "调休", "already"),
        (FRIDAY, False, "  ", "missing"),
        (date(2026, 3, 31), False, "昨天", "past"),
    ],
)
def test_what_makes_no_sense_is_refused(town, admin, day, works, name, code) -> None:
    with pytest.raises(Refused) as refused:
        set_day(town, day, works=works, name=name, actor=admin(town))
    assert refused.value.denied.code == code
    assert not OrganisationHoliday.objects.unscoped("test").exists()


def test_nobody_moves_a_deadline_that_has_passed(town, admin) -> None:
    set_day(town, FRIDAY, works=False)
    with time_machine.travel("2026-04-18 09:00 +0800"), pytest.raises(Refused) as refused:
        actions.clear_day(actor=admin(town), organisation=town, day=FRIDAY)
    assert refused.value.denied.code == "past"


def test_who_may(county, town, other_town, admin) -> None:
    set_day(town, FRIDAY, works=False, actor=admin(county))
    for actor, code in (
        (admin(other_town), "out_of_scope"),
        (admin(town, "handler"), "no_right"),
        (ANONYMOUS, "no_right"),
    ):
        with pytest.raises(Refused) as refused:
            actions.clear_day(actor=actor, organisation=town, day=FRIDAY)
        assert refused.value.denied.code == code
    with pytest.raises(Refused):
        set_day(county, FRIDAY, works=False, actor=admin(town))


def test_every_change_leaves_a_line(town) -> None:
    set_day(town, FRIDAY, works=False)
    actions.clear_day(actor=SYSTEM, organisation=town, day=FRIDAY)
    actions.set_hours(actor=SYSTEM, organisation=town, spans=((time(8), time(12)),))
    actions.clear_hours(actor=SYSTEM, organisation=town)
    lines = list(AuditLine.objects.unscoped("test").order_by("pk").values_list("code", "org_path"))
    assert lines == [
        (f"calendars.{verb}", town.org_path) for verb in ("set_day", "clear_day", "set_hours", "clear_hours")
    ]


def test_changing_a_day_again_keeps_one_entry(town) -> None:
    set_day(town, FRIDAY, works=False)
    set_day(town, FRIDAY, works=False, name="改叫开渡日")
    assert [str(entry) for entry in queries.own_days(town.org_path, 2026)] == ["2026-04-17 休息 改叫开渡日"]


def test_a_stale_button_is_told(town) -> None:
    with pytest.raises(Refused) as refused:
        actions.clear_day(actor=SYSTEM, organisation=town, day=FRIDAY)
    assert refused.value.denied.code == "stale"
    with pytest.raises(Refused):
        actions.clear_hours(actor=SYSTEM, organisation=town)


def test_entries_fail_closed() -> None:
    with pytest.raises(ScopeError):
        list(OrganisationHoliday.objects.all())


def test_asking_again_costs_nothing(branch, other_town, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        for _ in range(50):
            calendar_for(branch.org_path)
            calendar_for(other_town.org_path)


def test_another_process_sees_a_change_soon(town, monkeypatch) -> None:
    assert calendar_for(town.org_path).is_workday(FRIDAY)
    # written behind this process's back
    OrganisationHoliday.objects.create(org_path=town.org_path, date=FRIDAY, name="渡口节")
    assert calendar_for(town.org_path).is_workday(FRIDAY)
    now = queries.clock.monotonic()
    monkeypatch.setattr(queries.clock, "monotonic", lambda: now + queries.KEEP + 0.1)
    assert not calendar_for(town.org_path).is_workday(FRIDAY)


def test_equal_calendars_are_one_object(branch, other_town) -> None:
    assert calendar_for(branch.org_path) is calendar_for(other_town.org_path)


def test_years_that_nobody_has_announced() -> None:
    assert unknown_years(date(2024, 6, 1)) == []
    assert unknown_years(date(2050, 6, 1)) == [2050, 2051]
    assert 2051 in unknown_years(date(2050, 12, 31))
