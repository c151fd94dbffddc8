"""EDU-04, EDU-05, EDU-15: what a year asks of whom, from what facts: a half lesson less, the number; a day before, the day, after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from lianxin.foundation.casework.due import DueItem
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Exemption
from lianxin.membership.training import due, reckoning
from tests.factories import County, appoint
from tests.membership.gatherings.meetings import at
from tests.membership.training.conftest import FULL, TODAY

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
#: nobody's post but theirs
ALL = Q()


@pytest.mark.parametrize(("lessons", "missing"), [("23.5", "0.5"), ("24", "0"), ("25", "0")])
def test_edu_04_thirty_two_lessons_from_both_sides(
    lessons: str, missing: str, here: Make, away: Make, standing: Make
) -> None:
    """EDU-04: 31.5 is short, 32 is not; what the branch held and what was outside are added."""
    here(2, "8")
    away(2, lessons)
    found = standing(2)
    assert (found.asked.rule, found.asked.lessons, found.said_missing) == ("EDU-04", 32, missing)
    assert found.short is (missing != "0")


def test_edu_04_a_year_is_its_own(here: Make, away: Make, standing: Make) -> None:
    """EDU-04: the last moment of 31 December and the first of 1 January, in China; nothing is carried over."""
    here(2, "1", "2025-12-31 23:59")
    here(2, "2", "2026-01-01 00:00")
    away(2, "4", date(2025, 12, 31))
    away(2, "8", date(2026, 1, 1))
    assert [standing(2, year).said_got for year in (2025, 2026)] == ["5", "10"]


def test_edu_04_only_what_was_attended_and_filed_or_confirmed(here: Make, away: Make, standing: Make) -> None:
    """Leave, absence, a gathering that is not filed, a training that waits or was sent back: nothing of it counts."""
    for n, mark in enumerate(("leave", "absent", ""), 1):
        here(2, f"{n}", mark=mark)
    here(2, "4", state="called")
    for state in ("waiting", "returned"):
        away(2, "5", state=state)
    assert standing(2).said_got == "0"
    here(2, "1.5", mark="online")
    # taking part elsewhere is taking part (EDU-12)
    here(2, "2", code="QS02", role="guest")
    away(2, "6")
    assert standing(2).said_got == "9.5"
    assert standing(3).said_got == "0", "of nobody else"


@pytest.mark.parametrize(
    ("since", "until", "exempt"),
    [(date(2025, 1, 1), date(2025, 12, 31), False), (date(2025, 1, 1), date(2026, 1, 1), True), (date(2026, 12, 31), None, True),
     (date(2027, 1, 1), None, False), (date(2020, 1, 1), None, True)],
)  # fmt: skip
def test_edu_05_who_is_spared_on_a_day_of_the_year_is_not_missing(
    since: date, until: date | None, exempt: bool, member: Make, standing: Make, here: Make
) -> None:
    Exemption.objects.create(member=member(2), since=since, until=until, reason="年老")
    here(2, "3")
    found = standing(2)
    assert (found.asked.why == "exempt", found.said_got, found.asked.lessons) == (exempt, "3", 0 if exempt else 32)
    assert found.short is not exempt


@pytest.mark.parametrize(("joined", "why"), [(date(2025, 12, 31), ""), (date(2026, 1, 1), "joined"), (None, "")])
def test_edu_04_a_whole_year_is_asked_of_who_was_a_member_all_of_it(
    joined: date | None, why: str, member: Make, standing: Make
) -> None:
    Member.objects.unscoped("test").filter(pk=member(2).pk).update(joined_on=joined)
    assert standing(2).asked.why == why


@pytest.mark.parametrize(("lessons", "kind", "short"), [
    ("55.5", "class", True), ("56", "class", False), ("56", "other", True), ("56", "induction", False),
])  # fmt: skip
def test_edu_15_fifty_six_lessons_and_a_class(lessons: str, kind: str, short: bool, away: Make, standing: Make) -> None:
    """EDU-15: a secretary, half a lesson less and the number; without a class the lessons alone do not do."""
    away(0, lessons, kind=kind)
    found = standing(0)
    assert (found.asked.rule, found.asked.lessons, found.asked.classes) == ("EDU-15", 56, 1)
    assert (found.short, found.lacks_class) == (short, kind == "other")


@pytest.mark.parametrize(
    ("since", "until", "lessons"),
    [(date(2026, 1, 1), None, 56), (date(2026, 1, 2), None, 32), (date(2025, 1, 1), TODAY, 56), (date(2025, 1, 1), date(2026, 11, 26), 32)],
)  # fmt: skip
def test_edu_15_is_asked_of_who_held_the_post_the_whole_year(
    since: date, until: date | None, lessons: int, posts: Make, standing: Make
) -> None:
    """EDU-15: from 1 January until today. Who came during the year is told from when the whole of it begins."""
    posts(2, since, "committee_member", until=until)
    found = standing(2)
    assert (found.asked.lessons, found.asked.since) == (lessons, since if since.day == 2 else None)


def test_edu_15_of_which_posts(posts: Make, standing: Make) -> None:
    """Another post of a committee goes on; an organiser has none, and a committee of a town is trained by another plan."""
    posts(2, date(2025, 1, 1), "committee_member", until=date(2026, 4, 30))
    posts(2, date(2026, 5, 1), "deputy_secretary")
    posts(3, date(2020, 1, 1), "organiser")
    posts(4, date(2020, 1, 1), "secretary", "QS01")
    assert [standing(n).asked.lessons for n in (2, 3, 4)] == [56, 32, 32]
    assert [standing(n, 2025).asked.lessons for n in (2, 3)] == [56, 32]


def test_edu_15_says_its_level_of_verification(browser: Make) -> None:
    """EDU-15 is second-hand (V2), which its reader is told; EDU-04 was read."""
    assert "2024—2028 年是否沿用尚未核实" in browser("m0").get("/me/training/").text
    assert "尚未核实" not in browser("m2").get("/me/training/").text


SINCE, UNTIL = date(2026, 4, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("today", "pressing", "late"),
    [(SINCE, False, False), (date(2026, 8, 1), False, False), (date(2026, 8, 2), True, False), (date(2026, 9, 30), True, False),
     (UNTIL, True, False), (date(2026, 10, 2), True, True)],
)  # fmt: skip
def test_edu_15_half_a_year_of_a_new_secretary(
    today: date, pressing: bool, late: bool, posts: Make, away: Make
) -> None:
    """EDU-15: six months from the first day of the post; said from 60 days before on (LX-74); the day before, the day, after."""
    post = posts(2, SINCE)
    [found] = reckoning.inductions(ALL, today)
    assert (found.appointment, found.until, found.pressing, found.late) == (post, UNTIL, pressing, late)
    away(2, "8", date(2026, 3, 31), kind="induction")
    away(2, "8", UNTIL, kind="induction", state="waiting")
    away(2, "8", UNTIL)
    assert [one.done_on for one in reckoning.inductions(ALL, today)] == [None]
    away(2, "8", SINCE, kind="induction")
    [found] = reckoning.inductions(ALL, today)
    assert (found.done_on, found.pressing, found.late) == (SINCE, False, False)


@pytest.mark.parametrize(("until", "new"), [(date(2026, 3, 31), False), (date(2026, 3, 30), True)])
def test_edu_15_who_goes_on_is_not_new(until: date, new: bool, posts: Make) -> None:
    """Elected again the day after, also elsewhere: nothing begins anew. After a day without the post it does."""
    posts(2, date(2023, 1, 1), until=until)
    posts(2, SINCE)
    assert bool(reckoning.inductions(ALL, TODAY)) is new


@pytest.mark.parametrize(("since", "new"), [(date(2025, 11, 27), False), (date(2025, 11, 28), True)])
def test_lx_74_new_for_a_year_and_only_a_secretary(since: date, new: bool, posts: Make) -> None:
    posts(2, since)
    posts(3, date(2026, 6, 1), "committee_member")
    posts(4, date(2026, 6, 1), "secretary", "QS01")
    assert bool(reckoning.inductions(ALL, TODAY)) is new


def lines(county: County, who: str, when: str) -> list[DueItem]:
    return list(due.provide(county.actor(who), at(when)).items)


def test_lx_74_the_branch_is_reminded_in_the_last_quarter(county: County, away: Make, clock: Any) -> None:
    """LX-74: a day before, the day, the last evening; the branch alone, by number; nobody once all is done."""
    for n in range(1, 4):
        away(n, "32")
    clock.move_to("2026-09-30T15:59:00+00:00")
    assert lines(county, "deputy", "2026-09-30 23:59") == []
    clock.move_to("2026-09-30T16:00:00+00:00")
    [line] = lines(county, "deputy", "2026-10-01 00:00")
    # the secretary, of whom 56 are asked, and one member
    assert (line.title, line.due) == ("今年还有 2 位同志学时没有满", at("2026-12-31 23:59:59"))
    assert not [name for name in FULL if name in f"{line.title}{line.note}"]
    assert [
        len(lines(county, who, "2026-10-01 00:00"))
        for who in ("clerk", "watcher", "organiser", "county_leader", "handler")
    ] == [1, 0, 0, 0, 0]
    away(0, "56")
    away(4, "32")
    assert lines(county, "deputy", "2026-12-31 20:00") == []


def test_edu_15_the_half_year_is_a_line_of_todays_work(county: County, posts: Make) -> None:
    post = posts(2, date(2026, 7, 1))
    found = [line for line in lines(county, "deputy", "2026-11-27 10:00") if "任职培训" in line.title]
    assert [(line.title, line.due) for line in found] == [
        ("新任书记任职培训，最迟 2027年1月1日", at("2027-01-01 23:59:59"))
    ]
    appoint(county.people["m3"], "secretary", county.organisations["QS02"], date(2026, 7, 1))
    assert reckoning.inductions(ALL, TODAY)[0].appointment == post
    assert [line for line in lines(county, "organiser", "2026-11-27 10:00") if "任职培训" in line.title] == []
