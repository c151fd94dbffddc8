"""The system proposes with its dates and never changes a standing (EDU-06, EDU-07, EDU-11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.foundation.casework.flow import FLOWS
from lianxin.foundation.jobs.registry import PERIODIC
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.gatherings import actions as gatherings
from lianxin.membership.mobility import actions
from lianxin.membership.mobility.lifecycle import MATTER
from lianxin.membership.mobility.models import Matter
from tests.factories import County
from tests.membership.mobility.away import NAMES, at, contact, fresh, held, told

pytestmark = pytest.mark.django_db


def grounds() -> list[tuple[str, str, date, date]]:
    rows = Matter.objects.unscoped("test").filter(closed_at=None).order_by("pk")
    return [(row.member.name, row.ground, row.since, row.reached_on) for row in rows]


def standings() -> set[tuple[str, str]]:
    return set(Member.objects.unscoped("test").values_list("name", "standing"))


@pytest.mark.parametrize(("day", "found"), [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 1)])
def test_six_months_without_contact(day: str, found: int, towns: County, away: Any, clock: Any) -> None:
    """EDU-06: proposed on the day, by date, once; nobody's standing is touched."""
    away(last_contact_on=date(2026, 6, 1))
    before = standings()
    clock.move_to(at(f"{day} 10:00"))
    assert actions.look() == found
    assert actions.look() == 0, "a fact is proposed once"
    assert grounds() == [(NAMES[0], "lost", date(2026, 6, 1), date(2026, 12, 1))] * found
    assert standings() == before


def test_coming_to_a_gathering_is_contact(towns: County, away: Any, clock: Any) -> None:
    """EDU-06: whoever was seen is not lost, also where they are only a guest (EDU-12)."""
    away(last_contact_on=date(2026, 6, 1))
    held(towns, "QS01-B1", "theme_day", date(2026, 9, 10), NAMES)
    clock.move_to(at("2026-12-05 10:00"))
    assert actions.look() == 0
    clock.move_to(at("2027-03-10 10:00"))
    assert actions.look() == 1
    assert grounds()[0][2:] == (date(2026, 9, 10), date(2027, 3, 10))


@pytest.mark.parametrize(("day", "found"), [("2026-12-31", 0), ("2027-01-01", 0), ("2027-01-02", 1)])
def test_more_than_five_years_abroad(day: str, found: int, towns: County, away: Any, clock: Any) -> None:
    """EDU-07: the five years end on 1 January; over them is the day after."""
    row = away(kind="abroad_study", since=date(2022, 1, 1))
    clock.move_to(at(f"{day} 10:00"))
    contact(towns, row, date(2026, 12, 20))
    assert actions.look() == found
    assert [g[1] for g in grounds()] == ["abroad"] * found


def silent(towns: County, *, here: tuple[str, ...] = NAMES[1:], leave: tuple[str, ...] = (), months: range = range(5, 11)) -> None:  # fmt: skip
    for month in months:
        held(towns, "QS01-B1", "theme_day", date(2026, month, 10), here, leave if month == 7 else ())


@pytest.mark.parametrize(("day", "found"), [("2026-11-09", 0), ("2026-11-10", 1), ("2026-11-11", 1)])
def test_six_months_without_organisational_life(day: str, found: int, towns: County, clock: Any) -> None:
    """EDU-11: a question put to people, with its days."""
    clock.move_to(at("2026-11-01 10:00"))
    silent(towns)
    before = standings()
    clock.move_to(at(f"{day} 10:00"))
    assert actions.look() == found
    assert grounds() == [(NAMES[0], "silent", date(2026, 5, 10), date(2026, 11, 10))] * found
    assert standings() == before


def test_leave_is_a_reason(towns: County) -> None:
    """EDU-11: 没有正当理由; one granted leave in the middle and there are no six months."""
    silent(towns, leave=(NAMES[0],))
    assert actions.look() == 0


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (date(2026, 8, 1), None, 0),
        (date(2026, 5, 1), date(2026, 5, 9), 1),
        (date(2026, 5, 1), date(2026, 5, 10), 0),
        (date(2026, 11, 27), None, 0),
        (date(2026, 11, 28), None, 1),
    ],
)
def test_the_old_and_the_ill_are_not_counted(
    since: date, until: date | None, found: int, towns: County, member: Any
) -> None:
    """EDU-05: also for months that were marked before it was written down; from the day on which it holds, until its last."""
    silent(towns)
    gatherings.exempt(actor=towns.actor("keeper"), member=member(), since=since, until=until, reason="中风后行动不便")
    assert actions.look() == found


def test_taking_part_elsewhere_counts(towns: County, noted: Any) -> None:
    """EDU-12: a guest at the branch there is no absentee at home."""
    silent(towns)
    held(towns, "QS02-B1", "theme_day", date(2026, 8, 20), (NAMES[0],))
    assert actions.look() == 0


def test_what_an_organisation_outside_says_counts(towns: County, away: Any) -> None:
    """EDU-12: where the organisation there has no platform, its word stands in the contact log."""
    row = away(since=date(2026, 5, 1), host_name="深圳市某某社区党委", last_contact_on=date(2026, 11, 1))
    contact(towns, row, date(2026, 8, 20), way="host", took_part=True)
    silent(towns)
    assert actions.look() == 0


def test_a_committee_is_no_organisational_life_of_those_outside_it(towns: County) -> None:
    """EDU-11: whoever was not called missed nothing."""
    for month in range(5, 11):
        held(towns, "QS01-B1", "theme_day", date(2026, month, 10), NAMES)
    assert actions.look() == 0


def test_nobody_has_two_proposals_at_once(towns: County, away: Any) -> None:
    away(since=date(2026, 5, 1), last_contact_on=date(2026, 5, 1))
    silent(towns)
    assert actions.look() == 1
    assert [g[1] for g in grounds()] == ["lost"]


def test_a_proposal_ends_when_its_reason_is_gone(towns: County, lost: Matter) -> None:
    """Contact is found again: closed with that reason, by the same action that writes the contact."""
    from lianxin.membership.mobility.queries import open_of

    row = open_of(lost.member)
    assert row is not None
    contact(towns, row, date(2026, 11, 20), reached=False)
    assert fresh(lost).state == "proposed"
    contact(towns, row, date(2026, 11, 21))
    assert fresh(lost).state == "gone"
    assert lost.steps.filter(event="change").get().note == "后来已经联系上本人"
    assert not told("matter", lost.member.person), "who was never told is not told of its end"


def test_the_daily_look_ends_what_the_ledger_has_refuted(towns: County, clock: Any) -> None:
    silent(towns)
    assert actions.look() == 1
    held(towns, "QS01-B1", "lecture", date(2026, 11, 20), NAMES)
    actions.look()
    case = Matter.objects.unscoped("test").get()
    assert (case.state, standings()) == ("gone", {(name, "active") for name in (*NAMES, "何客来")})


def test_set_aside_is_remembered(towns: County, lost: Matter) -> None:
    actions.set_aside(actor=towns.actor("keeper"), case=lost, text="家里人说在跑船，还在找。", revision=lost.revision)
    assert actions.look() == 0


def test_no_row_of_the_system_reaches_a_decision() -> None:
    """The ticker's rows close a proposal or carry it; the decision is a person's right."""
    rows = {row.event: row for row in MATTER.transitions if row.verb == "system"}
    assert {row.target for row in rows.values()} == {"gone", "="}
    assert FLOWS["mobility"].lifecycle.by_event["decide"][0].verb == "mobility.decide"


def test_the_jobs_change_no_file(towns: County, away: Any) -> None:
    """Run as the ticker runs them, with every situation there is."""
    away(NAMES[0], kind="lost", since=date(2026, 1, 1))
    away(NAMES[1], kind="abroad_settled", since=date(2026, 1, 1))
    away(NAMES[2], kind="graduate", since=date(2023, 7, 1))
    held(towns, "QS01-B1", "theme_day", date(2026, 5, 10), ())
    before, events = standings(), MemberEvent.objects.count()
    for name in ("mobility.look", "mobility.remind"):
        assert PERIODIC[name].function()
    assert Matter.objects.unscoped("test").count() == 2
    assert (standings(), MemberEvent.objects.count()) == (before, events)
