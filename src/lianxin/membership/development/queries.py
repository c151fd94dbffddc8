"""Questions about ways into the Party; every list is narrowed to the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework.engine import Button, buttons
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers import completeness
from lianxin.membership.dossiers.models import Member

from . import reckoning
from .lifecycle import DEVELOPMENT, OF_COMMITTEE, WORK
from .models import Application, Development
from .policies import READ
from .steps import STAGES, STEPS, Step

#: stage of the house's table -> heading of the wall chart
LANES = {
    "applicant": "入党申请人",
    "activist": "积极分子",
    "candidate": "发展对象",
    "probationary": "预备党员",
    "member": "待归档",
}
#: a lane across the others: what the committee has to lead on
COMMITTEE = "committee"


def cases(actor: Actor, *, office: Organisation | None = None, lane: str = "") -> QuerySet[Development]:
    """Ways that are not over, the nearest promise first."""
    rows = Development.objects.visible_to(actor, READ).filter(closed_at=None)
    if office is not None:
        rows = rows.filter(subtree("org_path", [office.path]))
    if lane:
        rows = rows.filter(state__in=states_of(lane))
    return rows.select_related("member", "organisation").order_by("due_at", "org_path", "pk")


def on_the_wall(actor: Actor, office: Organisation | None) -> QuerySet[Development]:
    """The same in the order of the tree and of names."""
    return cases(actor, office=office).order_by("org_path", "member__pinyin", "pk")


def states_of(lane: str) -> list[str]:
    if lane == COMMITTEE:
        return list(OF_COMMITTEE)
    return [state.name for state in DEVELOPMENT.states if state.stage == lane and not state.terminal]


def counts(actor: Actor, office: Organisation | None = None) -> dict[str, int]:
    """How many stand in each lane; one statement."""

    rows = cases(actor, office=office).order_by().values_list("state").annotate(n=Count("pk"))
    by_state = dict(rows)
    return {lane: sum(by_state.get(state, 0) for state in states_of(lane)) for lane in (*LANES, COMMITTEE)}


def one(actor: Actor, pk: int) -> Development | None:
    rows = Development.objects.visible_to(actor, READ).select_related("member__person", "organisation")
    return rows.filter(pk=pk).first()


def own(person_id: int | None) -> Development | None:
    """The latest way of the person who asks."""
    rows = Development.objects.unscoped("one's own way").select_related("member__person", "organisation")
    return rows.filter(member__person_id=person_id).order_by("-pk").first() if person_id else None


def applicants(actor: Actor) -> QuerySet[Member]:
    """Applicants with a file and without a way, and those who may apply anew (DEV-27), whom the actor may enter."""
    ways = Development.objects.unscoped("of the files below")
    again = Q(standing="left", pk__in=ways.filter(state="cancelled").values("member"))
    rows = Member.objects.visible_to(actor, WORK).filter(Q(stage="applicant", standing="active") | again)
    on_the_way = Exists(ways.filter(member=OuterRef("pk"), closed_at=None))
    return rows.filter(~on_the_way).order_by("organisation__path", "name")


def applications(actor: Actor) -> QuerySet[Application]:
    """What was sent by its people and waits to be taken in, the oldest first."""
    rows = Application.objects.visible_to(actor, WORK).filter(state="waiting")
    return rows.select_related("organisation").order_by("at", "pk")


def companions(actor: Actor, case: Development) -> QuerySet[Member]:
    """Full members who may accompany: of the same organisation, or of the actor's neighbourhood where those are too few.

    Never beyond the actor's scope (P05): a branch that has nobody is helped by whoever keeps the files above it.
    """
    above = case.org_path[: -Organisation.steplen] or case.org_path
    rows = Member.objects.visible_to(actor, WORK).filter(stage="member", standing="active")
    near, wide = (rows.filter(subtree("org_path", [path])) for path in (case.org_path, above))
    return (near if near.count() >= rule("DEV-09").count("introducers") else wide).order_by("name")


@dataclass(frozen=True, slots=True)
class Line:
    """One of the twenty-five on the page. day: when it was taken; first: the earliest day it may be, with its rule."""

    step: Step
    day: date | None
    first: tuple[date, str] | None
    now: Button | None
    #: whether the dossier holds the paper of the step; None where the step brings none (DEV-26)
    held: bool | None = None


def lines(actor: Actor, case: Development) -> list[tuple[str, Sequence[Line]]]:
    """The steps by stage, each with its day or with what stands in its way."""
    offered = {button.event: button for button in buttons(actor, case)}
    today, calendar = timezone.localdate(), calendar_for(case.org_path)
    held = completeness.held([case.member_id])[case.member_id]
    made = [
        Line(
            step, case.day(step.event),
            None if case.day(step.event) else reckoning.earliest(case, step.event, born=case.member.born, calendar=calendar, on=today),
            offered.get(step.event), step.paper in held if step.paper else None,
        )
        for step in STEPS
    ]  # fmt: skip
    return [
        (f"{number}　{word}", [line for line in made if line.step.stage == number]) for number, word in STAGES.items()
    ]
