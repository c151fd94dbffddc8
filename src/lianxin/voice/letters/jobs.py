"""What happens to letters by the clock alone. Each job asks "due and not done", never "lately"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from lianxin.foundation.jobs.schedule import periodic
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused

from . import actions
from .actions import grouping
from .actions.rises import look_for_rises
from .models import Letter

BATCH = 200


@periodic("letters.alerts", "*/5 * * * *")
def alerts() -> None:
    """Remind of clocks that run out; escalate what is overdue."""
    while actions.give_alerts(now=moment.now()) >= BATCH:
        pass
    for letter in _overdue_and_not_escalated():
        _try(partial(actions.escalate, letter=letter))


@periodic("letters.by_the_clock", "*/10 * * * *")
def by_the_clock() -> None:
    """Close what was not rated in time, go on where the citizen did not answer in time."""
    now = moment.now()
    for letter in _letters(state="replied", clocks__name="rating", clocks__state="running", clocks__due_at__lt=now):
        _try(partial(actions.close_unrated, letter=letter))
    for letter in _letters(state="waiting", clocks__name="supplement", clocks__state="running", clocks__due_at__lt=now):
        _try(partial(actions.go_on_without_supplement, letter=letter))


@periodic("letters.sort", "*/10 * * * *")
def sort() -> None:
    """Put new letters beside those about the same thing (R088)."""
    while grouping.sort_new() >= grouping.BATCH:
        pass


@periodic("letters.rises", "20 1 * * 1")
def rises() -> None:
    """On Monday: what rose in the week that is over (R086)."""
    look_for_rises(week=grouping.week_of(moment.today()) - timedelta(weeks=1))


def _letters(**conditions: object) -> list[Letter]:
    rows = Letter.objects.unscoped("the clock looks at all letters").filter(**conditions)
    return list(rows.order_by("pk").distinct())


def _overdue_and_not_escalated() -> list[Letter]:
    return _letters(
        clocks__name__in=("answer", "rework"), clocks__state="running", clocks__alerts=2,
        state__in=("accepted", "assigned", "handling", "approving", "reworking"),
    )  # fmt: skip


def _try(act: Callable[[], object]) -> None:
    """Somebody may have moved the letter meanwhile; then the clock has nothing to do."""
    try:
        act()
    except Refused:
        return
