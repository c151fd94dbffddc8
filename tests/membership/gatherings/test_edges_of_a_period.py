"""BR-03, EDU-01: the first and the last day of a period, and its first minute, in the ledger of a branch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from lianxin.membership.gatherings import ledger
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County
from tests.membership.gatherings.meetings import close, mark

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 10, 31), "ahead"),
        (date(2026, 11, 1), "open"),
        (date(2026, 11, 30), "open"),
        (date(2026, 12, 1), "none"),
    ],
)
def test_edu_01_a_month_is_open_from_its_first_day_to_its_last(today: date, state: str, branch: County) -> None:
    """EDU-01: not yet the day before, over the day after."""
    cells = dict(ledger.year_of(branch.organisations["QS01-B1"], 2026, today))["主题党日"]
    assert cells[10].state == state


@pytest.mark.parametrize(("start", "owed"), [("2026-11-30 23:59", True), ("2026-12-01 00:00", False)])
def test_edu_01_what_begins_with_the_month_is_the_months(
    start: str, owed: bool, branch: County, call: Callable[..., Gathering]
) -> None:
    """EDU-01: a gathering of the last minute of November is none of December, one of its first minute is."""
    with time_machine.travel("2026-11-25T02:00:00+00:00", tick=False) as clock:
        one = call("theme_day", start)
        clock.move_to("2026-12-01T02:00:00+00:00")
        close(branch, mark(branch, one, ("周禾苗", "吴春秋", "郑明亮")))
        found = ledger.gaps([branch.organisations["QS01-B1"]], date(2026, 12, 1), ["theme_day"])
    assert bool(found) is owed
