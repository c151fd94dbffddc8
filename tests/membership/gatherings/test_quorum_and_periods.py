"""Half and half plus one; the last day of a month and of a quarter (BR-01 … BR-04, EDU-01 … EDU-03)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.membership.gatherings.reckoning import least, majority, quorum, remind_from, span, spans
from lianxin.membership.gatherings.words import KINDS

DAY = date(2026, 11, 27)


@dataclass
class Row:
    mark: str
    votes: bool = True
    role: str = "called"


def hall(here: int, away: int, **more: object) -> list[Row]:
    return [Row("present", **more) for _ in range(here)] + [Row("absent", **more) for _ in range(away)]  # type: ignore[arg-type]  # keywords of Row


@pytest.mark.parametrize(
    ("here", "due", "met"), [(5, 10, False), (6, 10, True), (5, 11, False), (6, 11, True), (1, 1, True), (0, 1, False)]
)
def test_br_01_over_half_of_those_entitled_must_be_there(here: int, due: int, met: bool) -> None:
    found = quorum("general_meeting", hall(here, due - here), DAY)
    assert (found.met, found.due, found.here) == (met, due, here)
    assert ("可以表决" in found.sentence) is met
    assert found.rule == "BR-01"


@pytest.mark.parametrize(
    ("here", "due", "met"), [(2, 5, False), (3, 5, True), (2, 4, True), (1, 4, False), (0, 0, False)]
)
def test_br_02_half_of_the_committee_is_enough(here: int, due: int, met: bool) -> None:
    assert quorum("committee_meeting", hall(here, due - here, votes=False), DAY).met is met


def test_br_01_only_those_entitled_to_vote_are_counted() -> None:
    """Probationary members, guests and those on leave: the first two in neither number, the last among those due."""
    rows = [*hall(2, 1), Row("present", votes=False), Row("present", votes=True, role="guest"), Row("leave")]
    found = quorum("general_meeting", rows, DAY)
    assert (found.due, found.here, found.met) == (4, 2, False)
    assert "还差 1 人，不能表决" in found.sentence


def test_edu_05_somebody_exempt_who_comes_counts_on_both_sides() -> None:
    assert (
        quorum("general_meeting", hall(2, 2), DAY).met,
        quorum("general_meeting", [*hall(2, 2), Row("present", role="came")], DAY).met,
    ) == (
        False,
        True,
    )


def test_joining_online_is_being_there() -> None:
    assert quorum("general_meeting", [Row("online"), Row("online"), Row("absent")], DAY).met


@pytest.mark.parametrize(("due", "need"), [(10, 6), (11, 6), (12, 7), (1, 1), (99, 50), (100, 51), (101, 51)])
def test_br_01_the_majority_is_of_those_due(due: int, need: int) -> None:
    assert majority(due, DAY) == need


@given(st.integers(1, 400))
def test_over_and_at_least_differ_by_one_for_even_numbers(of: int) -> None:
    over, at_least = least("BR-01", "quorum", DAY, of), least("BR-02", "quorum", DAY, of)
    assert over * 2 > of
    assert (over - 1) * 2 <= of
    assert at_least * 2 >= of
    assert over - at_least == (of % 2 == 0)


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "word", "now"),
    [
        ("general_meeting", "2026-12-31", "2026-10-01", "2026-12-31", "第四季度", "本季度"),
        ("general_meeting", "2026-09-30", "2026-07-01", "2026-09-30", "第三季度", "本季度"),
        ("general_meeting", "2026-10-01", "2026-10-01", "2026-12-31", "第四季度", "本季度"),
        ("lecture", "2026-01-01", "2026-01-01", "2026-03-31", "第一季度", "本季度"),
        ("committee_meeting", "2028-02-29", "2028-02-01", "2028-02-29", "2月", "本月"),
        ("theme_day", "2026-11-30", "2026-11-01", "2026-11-30", "11月", "本月"),
        ("theme_day", "2026-12-01", "2026-12-01", "2026-12-31", "12月", "本月"),
        ("group_meeting", "2026-11-30", "2026-11-01", "2026-11-30", "11月", "本月"),
        ("life_meeting", "2026-12-31", "2026-01-01", "2026-12-31", "全年", "今年"),
        ("member_review", "2026-01-01", "2026-01-01", "2026-12-31", "全年", "今年"),
    ],
)
def test_the_period_of_a_day(kind: str, day: str, first: str, last: str, word: str, now: str) -> None:
    found = span(kind, date.fromisoformat(day))
    assert (found.first.isoformat(), found.last.isoformat(), found.word, found.now) == (first, last, word, now)


@pytest.mark.parametrize(("kind", "many"), [("theme_day", 12), ("general_meeting", 4), ("life_meeting", 1)])
def test_periods_cover_a_year_without_a_hole(kind: str, many: int) -> None:
    found = spans(kind, 2026)
    assert len(found) == many
    assert (found[0].first, found[-1].last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert all((b.first - a.last).days == 1 for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("kind", "rule_id", "months"),
    [
        ("general_meeting", "BR-01", 3),
        ("committee_meeting", "BR-02", 1),
        ("group_meeting", "BR-03", 1),
        ("lecture", "BR-04", 3),
        ("theme_day", "EDU-01", 1),
        ("life_meeting", "EDU-02", 12),
        ("member_review", "EDU-03", 12),
    ],
)
def test_how_often_each_kind_is_held(kind: str, rule_id: str, months: int) -> None:
    """The last day of a period still belongs to it, the day after begins the next."""
    assert KINDS[kind].rule == rule_id
    first = span(kind, date(2026, 1, 1))
    after = first.last + timedelta(days=1)
    assert (after.year - 2026) * 12 + after.month - 1 == months
    assert span(kind, first.last) == first
    assert span(kind, after).first == after


@pytest.mark.parametrize(
    ("kind", "first"),
    [("theme_day", date(2026, 11, 20)), ("general_meeting", date(2026, 12, 1)), ("life_meeting", date(2026, 11, 1))],
)
def test_lx_72_reminded_before_the_period_ends(kind: str, first: date) -> None:
    """LX-72: ten, thirty and sixty days before its last day."""
    assert remind_from(kind, DAY) == first


def test_before_people_have_met_nothing_is_missing() -> None:
    rows = [Row("") for _ in range(6)]
    assert quorum("general_meeting", rows, DAY).outlook == "有表决权的正式党员 6 人，4 人到会才能表决。"
    assert quorum("committee_meeting", rows, DAY).outlook == "应到 6 人，3 人到会才能开会。"
    assert quorum("theme_day", rows, DAY).outlook == "应到 6 人。"


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-09-30", False), ("2026-10-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_br_01_a_quarter_holds_its_first_and_its_last_day(day: str, inside: bool) -> None:
    """BR-01: the day before, the first, the last, the day after."""
    assert (date.fromisoformat(day) in span("general_meeting", DAY)) is inside
