"""Each figure of the rules of 2026 at its boundary: a day before, the day, a day after; half and half plus one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import Denied
from lianxin.kernel.workdays import WorkCalendar
from lianxin.membership.development import reckoning
from lianxin.membership.development.reckoning import (
    earliest,
    gaps,
    leaves_soon,
    of_age,
    postponed,
    probation_ends,
    trained,
    vote,
)

TODAY = date(2026, 11, 27)
GOOD = {"due": 10, "present": 8, "yes": 6, "written": 0, "performance": "表现好", "signed": True}


@dataclass
class Way:
    """A way with the days and facts that a test gives it."""

    days: dict[str, date] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str = "probationary"

    def day(self, event: str) -> date | None:
        return self.days.get(event)

    def fact(self, event: str) -> dict[str, Any]:
        return self.facts.get(event, {})


def first(event: str, **days: date) -> date:
    found = earliest(Way(days), event, born=date(2000, 1, 1), calendar=WorkCalendar(), on=TODAY)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2008, 3, 7), date(2026, 3, 7)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 12, 31), date(2026, 12, 31)),
    ],
)
def test_dev_01_eighteen_on_the_birthday(born: date, day: date) -> None:
    assert of_age(born, TODAY) == day


@pytest.mark.parametrize(
    ("since", "day"),
    [
        (date(2025, 3, 1), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_dev_07_a_year_of_cultivation(since: date, day: date) -> None:
    assert first("propose", file_activist=since) == day


def test_dev_08_five_working_days_across_national_day_and_make_up_days() -> None:
    """26 September 2025 is a Friday; Sunday the 28th is worked, 1–8 October are free: the fifth day is 10 October."""
    assert first("file_candidate", propose=date(2025, 9, 26)) == date(2025, 10, 11)
    assert first("file_candidate", propose=date(2025, 3, 3)) == date(2025, 3, 11), "an ordinary Monday"


@pytest.mark.parametrize(
    ("begun", "longer", "ends"),
    [
        (date(2025, 2, 28), [], date(2026, 2, 28)), (date(2024, 2, 29), [], date(2025, 2, 28)),
        (date(2025, 2, 28), [6], date(2026, 8, 28)), (date(2025, 2, 28), [12], date(2027, 2, 28)),
    ],
)  # fmt: skip
def test_dev_21_and_22_probation_and_its_extension(begun: date, longer: list[int], ends: date) -> None:
    way = Way({"accept": begun}, {"extend": {"months": longer}})
    assert probation_ends(way, TODAY) == ends
    found = earliest(way, "accept_full", born=None, calendar=WorkCalendar(), on=TODAY)
    assert found == (ends, "DEV-21")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"due": 10, "present": 5, "yes": 5}, "DEV-14"),
        ({"due": 10, "present": 6, "yes": 6}, ""),
        ({"due": 9, "present": 5, "yes": 5}, ""),
        # everybody came; everybody who did not wrote; one alone
        ({"due": 10, "present": 10, "yes": 6}, ""),
        ({"due": 10, "present": 8, "yes": 4, "written": 2}, ""),
        ({"due": 1, "present": 1, "yes": 1}, ""),
        # so many that a share of a hundredth more or less is another number of people
        ({"due": 100, "present": 50, "yes": 50}, "DEV-14"),
        ({"due": 100, "present": 51, "yes": 51}, ""),
        ({"due": 100, "present": 99, "yes": 50}, "DEV-15"),
        ({"due": 100, "present": 99, "yes": 51}, ""),
        ({"due": 10, "present": 8, "yes": 5}, "DEV-15"),
        ({"due": 10, "present": 8, "yes": 6}, ""),
        ({"due": 10, "present": 8, "yes": 5, "written": 1}, ""),
        ({"due": 10, "present": 8, "yes": 5, "written": 3}, "DEV-15"),
        ({"due": 10, "present": 6, "yes": 7}, "DEV-15"),
        ({"due": 10, "present": 11}, "DEV-14"),
        ({"due": 0, "present": 0, "yes": 0}, "DEV-14"),
        ({"performance": " "}, "DEV-16"),
        ({"signed": False}, "DEV-16"),
    ],
)
def test_dev_14_15_16_quorum_majority_and_parts_of_the_resolution(said: dict[str, Any], rule: str) -> None:
    """Both shares are of those entitled, not of those present; exactly half is not enough."""
    answer = vote(GOOD | said, TODAY)
    assert (answer.rule if isinstance(answer, Denied) else "") == rule


@given(due=st.integers(1, 400), present=st.integers(0, 400), yes=st.integers(0, 400), written=st.integers(0, 400))
def test_a_vote_that_carries_has_more_than_half_of_all(due: int, present: int, yes: int, written: int) -> None:
    carried = bool(vote(GOOD | {"due": due, "present": present, "yes": yes, "written": written}, TODAY))
    sound = yes <= present <= due and written <= due - present
    assert carried == (sound and 2 * present > due and 2 * (yes + written) > due)


@pytest.mark.parametrize(
    ("days", "lessons", "enough"),
    [
        ([2], [23], False),
        ([2], [24], True),
        ([3], [0], True),
        ([1, 2], [0, 0], True),
        ([1], [12, 12], True),
        ([], [], False),
    ],
)
def test_dev_11_three_days_or_twenty_four_lessons(days: list[int], lessons: list[int], enough: bool) -> None:
    """DEV-11: one short of each, and each alone."""
    assert bool(trained(Way(facts={"training": {"days": days, "lessons": lessons}}), TODAY)) is enough


def test_dev_05_a_half_year_without_inspection_is_a_gap() -> None:
    way = Way({"file_activist": date(2025, 1, 10)}, {"inspect": {"days": ["2025-07-10"]}})
    assert gaps(way, date(2025, 7, 9)) == []
    assert gaps(way, date(2026, 1, 9)) == []
    assert gaps(way, date(2026, 1, 10)) == [(date(2025, 7, 10), date(2026, 1, 10))]


@pytest.mark.parametrize(("leaves", "soon"), [("2027-02-26", True), ("2027-02-27", False), ("", False)])
def test_dev_12_who_leaves_within_three_months(leaves: str, soon: bool) -> None:
    assert leaves_soon({"leaves_on": leaves}, TODAY) is soon


def test_figures_come_from_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed figure is a change of data: nothing here knows the number."""
    monkeypatch.setattr(reckoning, "months", lambda rule_id, figure, on: 18)
    assert first("propose", file_activist=date(2025, 1, 1)) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("until", "allowed"), [("2026-11-05", False), ("2026-11-06", True), ("2027-05-05", True), ("2027-05-06", False)]
)
def test_dev_25_postponed_to_a_day_within_the_half_year_after_the_probation(until: str, allowed: bool) -> None:
    """DEV-25: the end of the probation itself, the day after it; the last day, and the day after that."""
    assert bool(postponed(Way({"accept": date(2025, 11, 5)}), {"until": until}, TODAY)) is allowed


@pytest.mark.parametrize(
    ("checked", "gap"), [(date(2026, 1, 9), 0), (date(2026, 1, 10), 1), (date(2026, 1, 11), 1), (None, 1)]
)
def test_dev_05_inspections_of_an_activist_end_with_the_check(checked: date | None, gap: int) -> None:
    """DEV-05: half a year that the check cut short by a day lacks nothing, however long ago that was; a whole one does."""
    days = {"file_activist": date(2025, 7, 10)} | ({"check": checked} if checked else {})
    assert len(gaps(Way(days), date(2026, 1, 20))) == gap
    assert gaps(Way({"file_activist": date(2025, 7, 10), "check": date(2026, 2, 1)}), date(2026, 1, 9)) == [], "not yet"


_DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@given(since=_DAYS, later=st.integers(0, 400))
def test_no_year_of_cultivation_is_shorter_than_a_year(since: date, later: int) -> None:
    """DEV-07: 365 or 366 days, whatever the day; who began later is never sooner."""
    day = first("propose", file_activist=since)
    assert (day - since).days in (365, 366)
    assert (day.month, day.day) in ((since.month, since.day), (2, 28))
    assert first("propose", file_activist=since + timedelta(days=later)) >= day


@given(begun=_DAYS, longer=st.integers(6, 12))
def test_a_probation_that_was_extended_ends_so_many_months_later(begun: date, longer: int) -> None:
    """DEV-21, DEV-22: a year and the months, counted from the meeting; not a day before it is anybody a full member."""
    plain, extended = Way({"accept": begun}), Way({"accept": begun}, {"extend": {"months": [longer]}})
    ends = [probation_ends(way, TODAY) for way in (plain, extended)]
    assert ends == [plus_months(begun, 12), plus_months(begun, 12 + longer)]
    found = earliest(extended, "accept_full", born=None, calendar=WorkCalendar(), on=TODAY)
    assert found == (ends[1], "DEV-21")


@given(begun=st.dates(date(2024, 1, 1), date(2026, 12, 1)))
def test_a_public_notice_has_five_working_days_behind_its_first(begun: date) -> None:
    """DEV-08: the day on which the next step may come has five working days between, the last of them the day before."""
    calendar = WorkCalendar()
    last = first("file_candidate", propose=begun) - timedelta(days=1)
    assert calendar.workdays_between(begun, last) == 5
    assert calendar.is_workday(last)


PAPER = {"how": "paper", "present": 8, "issued": 8, "returned": 8, "yes": 6, "no": 1, "abstained": 1,
         "scrutineer": "赵立冬", "scrutineer_other": "钱小雪"}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "said", "rule_id", "field"),
    [
        ("accept", PAPER, "", ""),
        ("accept", {"how": "platform"}, "", ""),
        ("accept", {}, "DEV-15", "how"),
        ("accept_full", {}, "DEV-23", "how"),
        ("accept", PAPER | {"how": "unknown"}, "DEV-15", "how"),
        ("accept", PAPER | {"how": "hands"}, "DEV-15", "how"),
        ("not_accepted", PAPER | {"how": "hands"}, "DEV-15", "how"),
        ("accept_full", PAPER | {"how": "hands"}, "DEV-23", "how"),
        ("not_full", PAPER | {"how": "hands"}, "DEV-23", "how"),
        ("extend", {"how": "hands"}, "", ""),
        ("cancel", {"how": "hands"}, "", ""),
        ("accept", PAPER | {"scrutineer_other": " "}, "LX-261", "scrutineer_other"),
        ("accept", PAPER | {"scrutineer_other": "赵立冬"}, "LX-261", "scrutineer_other"),
        ("accept", PAPER | {"issued": 9}, "LX-261", "issued"),
        ("accept", PAPER | {"issued": 7}, "LX-261", "returned"),
        ("accept", PAPER | {"returned": None}, "LX-261", "returned"),
        ("accept", PAPER | {"issued": 7, "returned": 7}, "LX-261", "returned"),
    ],
)
def test_dev_15_how_it_was_voted(event: str, said: dict[str, Any], rule_id: str, field: str) -> None:
    """DEV-15, DEV-23: without names, and the page says how; on paper with slips and two who counted (LX-261)."""
    decision = reckoning.how_voted(event, said, date(2026, 11, 6))
    assert bool(decision) is not bool(rule_id)
    if rule_id:
        assert (decision.rule, decision.field) == (rule_id, field)  # type: ignore[union-attr]  # a refusal
