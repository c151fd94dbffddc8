"""Being in touch: the log, what is due, reminders (EDU-13, EDU-08, LX-86)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.mobility import actions, queries
from lianxin.membership.mobility.models import Absence, Contact
from tests.factories import County
from tests.membership.mobility.away import at, contact, fresh, told

pytestmark = pytest.mark.django_db


def test_a_contact_moves_the_next_one(towns: County, away: Any) -> None:
    """EDU-13: half a year for those abroad."""
    row = away(kind="abroad_study", since=date(2026, 1, 5), last_contact_on=date(2026, 2, 10))
    assert row.next_contact_on == date(2026, 8, 10)
    contact(towns, row, date(2026, 11, 20))
    assert (fresh(row).last_contact_on, fresh(row).next_contact_on) == (date(2026, 11, 20), date(2027, 5, 20))
    contact(towns, row, date(2026, 11, 1), key="older")
    assert fresh(row).last_contact_on == date(2026, 11, 20), "an older one that is written later changes nothing"


def test_trying_in_vain_is_no_contact(towns: County, away: Any) -> None:
    """EDU-06: it is written down, and the days run on."""
    row = away(since=date(2026, 6, 1), last_contact_on=date(2026, 6, 1))
    contact(towns, row, date(2026, 11, 20), reached=False)
    assert fresh(row).last_contact_on == date(2026, 6, 1)
    with pytest.raises(Refused, match="没有联系上"):
        contact(towns, row, date(2026, 11, 20), reached=False, took_part=True, key="x")


def test_a_contact_sent_twice_is_one(towns: County, away: Any) -> None:
    row = away()
    contact(towns, row, date(2026, 11, 20), key="same")
    contact(towns, row, date(2026, 11, 20), key="same")
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("on", [date(2026, 5, 31), date(2026, 11, 28)])
def test_a_contact_lies_between_leaving_and_today(on: date, towns: County, away: Any) -> None:
    with pytest.raises(Refused, match="联系的日子"):
        contact(towns, away(since=date(2026, 6, 1)), on)


def test_who_writes_contacts(towns: County, away: Any) -> None:
    row = away(host="QS02-B1")
    with pytest.raises(Refused):
        contact(towns, row, date(2026, 11, 20), who="host")
    actions.note_host(actor=towns.actor("host"), absence=row, yes=True, revision=row.revision)
    contact(towns, fresh(row), date(2026, 11, 20), who="host")
    for who in ("watcher", "other_organiser", "m1"):
        if who == "other_organiser":
            continue  # stands over the organisation that took note
        with pytest.raises(Refused):
            contact(towns, fresh(row), date(2026, 11, 21), who=who)


def test_ones_own_word_is_contact(towns: County, away: Any) -> None:
    row = away(last_contact_on=date(2026, 6, 1))
    actions.own_word(actor=towns.actor("m0"), absence=row, words="", key="k")
    assert fresh(row).last_contact_on == date(2026, 11, 27)
    with pytest.raises(Refused):
        actions.own_word(actor=towns.actor("m1"), absence=row, words="", key="k2")


@pytest.mark.parametrize(
    ("last", "listed"), [(date(2026, 9, 11), True), (date(2026, 9, 12), True), (date(2026, 9, 13), False)]
)
def test_the_list_begins_fifteen_days_before(last: date, listed: bool, towns: County, away: Any) -> None:
    """LX-86: on 27 November whoever is due by 12 December."""
    away(last_contact_on=last)
    assert queries.lane(towns.actor("keeper"), "contacts", date(2026, 11, 27)).exists() is listed


def test_reminders_come_once_before_and_once_after(towns: County, away: Any, clock: Any) -> None:
    row = away(last_contact_on=date(2026, 9, 1))  # until 1 December
    for day, titles in (
        ("2026-11-27", ["有在外党员快到该联系的日子"]),
        ("2026-12-01", ["有在外党员快到该联系的日子"]),
        ("2026-12-02", ["有在外党员快到该联系的日子", "有在外党员超过规定时间没有联系"]),
        ("2026-12-03", ["有在外党员快到该联系的日子", "有在外党员超过规定时间没有联系"]),
    ):
        clock.move_to(at(f"{day} 10:00"))
        actions.remind()
        assert sorted(told("contact", towns.people["keeper"])) == sorted(titles), day
    assert not told("contact", towns.people["watcher"])
    assert row.member.name not in "".join(Notice.objects.values_list("title", flat=True)), "titles travel by e-mail"


@pytest.mark.parametrize(("day", "asked"), [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 1)])
def test_at_six_months_three_people_are_reminded(
    day: str, asked: int, towns: County, noted: Absence, clock: Any
) -> None:
    """EDU-08: the member and both secretaries, once; and nothing is transferred."""
    clock.move_to(at(f"{day} 10:00"))
    actions.remind()
    actions.remind()
    for who in ("m0", "keeper", "host"):
        assert len(told("transfer", towns.people[who])) == asked, who
    assert fresh(noted.member).organisation_id == towns.organisations["QS01-B1"].pk
    from lianxin.membership.transfer.models import Transfer

    assert not Transfer.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    ("day", "title"),
    [("2026-11-14", ""), ("2026-11-15", "快满了"), ("2026-11-30", "快满了"), ("2026-12-01", "已满")],
)
def test_a_graduates_two_years(day: str, title: str, towns: County, away: Any, clock: Any) -> None:
    """EDU-13: reminded fifteen days before 30 November and after it."""
    clock.move_to(at("2026-11-01 10:00"))
    row = away(kind="graduate", since=date(2024, 11, 30))
    assert row.keep_until == date(2026, 11, 30)
    clock.move_to(at(f"{day} 10:00"))
    actions.remind()
    found = told("keep", towns.people["keeper"])
    assert bool(found) is bool(title)
    assert all(title in one for one in found)


def test_who_was_expected_back_is_asked_about(towns: County, away: Any, clock: Any) -> None:
    away(until=date(2026, 11, 27), last_contact_on=date(2026, 11, 20))
    actions.remind()
    assert not told("until", towns.people["m0"])
    clock.move_to(at("2026-11-28 10:00"))
    actions.remind()
    assert len(told("until", towns.people["m0"])) == len(told("until", towns.people["keeper"])) == 1


def test_nobody_is_reminded_of_those_who_left(towns: County, away: Any) -> None:
    away(last_contact_on=date(2026, 7, 1))
    Member.objects.unscoped("test").update(standing="stopped")
    assert actions.remind() == 0
