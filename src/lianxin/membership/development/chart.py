"""墙上挂图: every person of a branch with the twenty-five steps, and what comes next from which day.

In the order of names, never of progress: it is no ranking. No statement is asked for a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for

from . import reckoning
from .flow import FLOW
from .lifecycle import DEVELOPMENT
from .models import Development
from .steps import ASIDE, BY_EVENT, LEADS_ON, STAGES, STEPS, Step


@dataclass(frozen=True, slots=True)
class Row:
    """One person. marks: for each step ``done``, ``next`` or empty; first: the earliest day of the next step, its rule."""

    case: Development
    marks: tuple[tuple[Step, str], ...]
    state: str
    next: Step | None
    first: tuple[date, str] | None
    #: the promise that runs out first, and whether it has
    clock: str
    late: bool

    @property
    def done(self) -> int:
        """How many of the steps were taken."""
        return sum(mark == "done" for _, mark in self.marks)

    @property
    def stages(self) -> list[tuple[int, str, list[tuple[Step, str]]]]:
        """The marks by stage: number, word, steps."""
        return [(n, word, [(s, m) for s, m in self.marks if s.stage == n]) for n, word in STAGES.items()]

    @property
    def waits(self) -> bool:
        """The day of the next step has not come."""
        return self.first is not None and self.first[0] > timezone.localdate()


def rows_of(cases: Iterable[Development], now: datetime) -> list[Row]:
    """Rows for cases whose member is at hand."""
    return [row_of(case, now) for case in cases]


def row_of(case: Development, now: datetime) -> Row:
    """What stands on the wall for one person."""
    event = LEADS_ON.get(case.state, "")
    first = None
    if event:
        first = reckoning.earliest(case, event, born=case.member.born, calendar=calendar_for(case.org_path),
                                   on=timezone.localdate(now))  # fmt: skip
    marks = tuple((step, "done" if case.day(step.event) else "next" if step.event == event else "") for step in STEPS)
    clock = FLOW.clocks[case.due_clock].label if case.due_clock else ""
    return Row(case, marks, DEVELOPMENT.by_state[case.state].label, BY_EVENT.get(event) or ASIDE.get(event), first, clock,
               case.due_at is not None and case.due_at < now)  # fmt: skip
