"""年计划: one gathering of a kind in every period that is still to come and has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..models import Gathering
from ..reckoning import Span, every, spans
from ..words import KIND_WORDS
from .planning import Draft, check

#: every month has it
LAST_DAY = 28


@dataclass(frozen=True, slots=True)
class Pattern:
    """When in a period. month: which one of the period, counted from 1 (the last one where it has fewer)."""

    month: int
    day: int
    hour: time
    place: str
    agenda: str


@action("gatherings.plan_year")
def plan_year(*, actor: Actor, organisation: Organisation, kind: str, year: int, pattern: Pattern) -> list[Gathering]:
    """列入年计划. Periods that are over, or that have one already, are left alone; pressed twice it adds nothing.

    Nobody is told: each one is called together when its day comes near, and can be moved before.
    """
    lock(organisation)
    require(policies.may_plan(actor, organisation, kind))
    if not 1 <= pattern.day <= LAST_DAY:
        raise Refused(Denied(f"请选 1 日到 {LAST_DAY} 日，每个月都有。", code="number", field="day"))
    known = Gathering.objects.unscoped("of the organisation that is planned for").filter(
        organisation=organisation, kind=kind, starts_at__year=year
    )
    taken = [row.day for row in known.exclude(state="cancelled")]
    made = [
        _one(actor, organisation, kind, day, pattern)
        for period in spans(kind, year)
        if (day := day_in(period, pattern, every(kind, period.first))) > moment.today()
        and not any(other in period for other in taken)
    ]
    if not made:
        raise Refused(Denied("没有可以排的：过去的不排，已经排了的不重复。", code="same"))
    record("gatherings.plan_year", actor=actor, subject=organisation, kind=kind, year=year, gatherings=len(made))
    return made


def day_in(period: Span, pattern: Pattern, months: int) -> date:
    """The day of a pattern in a period."""
    return date(period.first.year, period.first.month + min(pattern.month, months) - 1, pattern.day)


def _one(actor: Actor, organisation: Organisation, kind: str, day: date, pattern: Pattern) -> Gathering:
    start = timezone.make_aware(datetime.combine(day, pattern.hour))
    title = f"{day.month}月{KIND_WORDS[kind]}"
    draft = Draft(title=title, starts_at=start, agenda=pattern.agenda.strip(), place=pattern.place.strip())
    check(draft)
    return Gathering.objects.create(
        organisation=organisation, kind=kind, by_id=actor.person_id, title=title, starts_at=start,
        agenda=draft.agenda, place=draft.place, key=f"year-{organisation.pk}-{kind}-{day}-{moment.now().timestamp():.0f}",
    )  # fmt: skip
