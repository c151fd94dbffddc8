"""EDU-12, EDU-13 at their edges: the day one leaves, the first day of a reminder; a day before, the day, a day after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lianxin.kernel.decision import Refused
from lianxin.membership.mobility import actions, queries
from lianxin.membership.mobility.models import Absence
from tests.factories import County
from tests.membership.mobility.away import at, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("day", "guests"), [(-1, 0), (0, 1), (1, 1)])
def test_edu_12_a_guest_from_the_day_they_left(day: int, guests: int, towns: County, noted: Absence) -> None:
    """EDU-12: asked where they are from that very day on."""
    on = date.fromordinal(noted.since.toordinal() + day)
    assert noted.host is not None
    assert len(queries.visitors(noted.host, on)) == guests


@pytest.mark.parametrize(
    ("since", "good"), [(date(2026, 11, 26), True), (date(2026, 11, 27), True), (date(2026, 11, 28), False)]
)
def test_edu_12_one_registers_on_the_day_one_leaves(since: date, good: bool, towns: County, away: Any) -> None:
    """EDU-12: yesterday, today, not tomorrow."""
    if good:
        assert away(since=since).since == since
        return
    with pytest.raises(Refused) as caught:
        away(since=since)
    assert caught.value.denied.field == "since"


@pytest.mark.parametrize(("day", "count"), [("2026-11-15", 0), ("2026-11-16", 1), ("2026-11-17", 1)])
def test_edu_13_reminded_from_the_fifteenth_day_before(
    day: str, count: int, towns: County, away: Any, clock: Any
) -> None:
    """EDU-13: to be in touch until 1 December, said from 16 November on."""
    clock.move_to(at("2026-11-10 10:00"))
    row = away(last_contact_on=date(2026, 9, 1))
    assert row.next_contact_on == date(2026, 12, 1)
    clock.move_to(at(f"{day} 10:00"))
    actions.remind()
    assert len(told("contact", towns.people["keeper"])) == count
