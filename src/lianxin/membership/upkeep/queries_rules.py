"""Questions about the organisation's own rules: what is due, and a year at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from lianxin.kernel.actor import Actor
from lianxin.membership.gatherings.reckoning import Span, span_of

from . import policies
from .actions.practice import remind_from
from .models import House, HouseCheck
from .words import CYCLES


def rules(actor: Actor, *, ended: bool = False) -> QuerySet[House]:
    """Rules of the scope in the order of the tree."""
    rows = House.objects.visible_to(actor, policies.READ).filter(ended_on__isnull=not ended)
    return rows.select_related("organisation", "keeper").order_by("org_path", "title", "pk")


def one(actor: Actor, pk: int) -> House | None:
    """A rule of the scope, or one that the actor keeps."""
    found = House.objects.unscoped("narrowed below").select_related("organisation", "keeper").filter(pk=pk).first()
    if found is None or not (actor.may(policies.READ, found.org_path) or actor.is_person(found.keeper_id)):
        return None
    return found


def kept_by(person_id: int | None) -> QuerySet[House]:
    """Rules whose keeper somebody is."""
    rows = House.objects.unscoped("one's own").filter(keeper_id=person_id or 0, ended_on=None)
    return rows.select_related("organisation").order_by("org_path", "title")


@dataclass(frozen=True, slots=True)
class Cell:
    """A period of a rule. stand: ``done``, ``open`` (it runs), ``soon`` (it ends soon), ``missed``, ``none`` (not yet)."""

    span: Span
    check: HouseCheck | None
    stand: str


def spans_of(house: House, year: int) -> list[Span]:
    """Periods of a year in which the rule was in force."""
    found, day = [], date(year, 1, 1)
    while day.year == year:
        span = span_of(CYCLES[house.cycle].months, day)
        if span.last >= house.since and not (house.ended_on and span.first > house.ended_on):
            found.append(span)
        day = span.last + timedelta(days=1)
    return found


def year_of(house: House, year: int, today: date) -> list[Cell]:
    """A year of a rule, the first period first. Uses the checks that came along."""
    checks = {check.first: check for check in house.checks.all()}
    return [
        Cell(span, checks.get(span.first), _stand(span, checks.get(span.first), today))
        for span in spans_of(house, year)
    ]


def _stand(span: Span, check: HouseCheck | None, today: date) -> str:
    if check is not None:
        return "done"
    if span.first > today:
        return "none"
    if span.last < today:
        return "missed"
    return "soon" if today >= remind_from(span) else "open"


def with_checks(rows: QuerySet[House], year: int) -> QuerySet[House]:
    """The rows with their checks of a year; one statement more however many they are."""
    return rows.prefetch_related(Prefetch("checks", HouseCheck.objects.filter(first__year=year)))


def pressing(rows: QuerySet[House], today: date) -> list[tuple[House, Span]]:
    """Rules whose present period ends soon and was not looked at."""
    found = []
    for house in with_checks(rows.filter(since__lte=today), today.year):
        span = span_of(CYCLES[house.cycle].months, today)
        if today >= remind_from(span) and all(check.first != span.first for check in house.checks.all()):
            found.append((house, span))
    return found
