"""Lists of the desk, narrowed to the scope of the actor's duties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor

from ..lifecycle import READ
from ..models import Consultation, Motion, Terms
from ..words import CONSULT_LANES, MOTION_LANES

#: slug -> (heading, states)
Lanes = Mapping[str, tuple[str, tuple[str, ...]]]


def motions(actor: Actor) -> QuerySet[Motion]:
    """Everything in the scope, also what no reader sees."""
    rows = Motion.objects.visible_to(actor, READ).select_related("organisation")
    return rows.annotate(seconded=Count("seconds"))


def consultations(actor: Actor) -> QuerySet[Consultation]:
    return Consultation.objects.visible_to(actor, READ).select_related("organisation")


def lane(rows: QuerySet[Any], lanes: Lanes, slug: str) -> QuerySet[Any]:
    """One list, what runs out first in front."""
    return rows.filter(state__in=lanes[slug][1]).order_by("due_at", "-pk")


def counts(actor: Actor) -> tuple[dict[str, int], dict[str, int]]:
    """(consultations, motions): how many stand in each lane; two statements."""
    cases = Consultation.objects.visible_to(actor, READ)
    rows = Motion.objects.visible_to(actor, READ)
    return _by_lane(cases, CONSULT_LANES), _by_lane(rows, MOTION_LANES)


def _by_lane(rows: QuerySet[Any], lanes: Lanes) -> dict[str, int]:
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in lanes.items()}


def motion(actor: Actor, pk: int) -> Motion | None:
    """A motion in the scope, or None, which is answered with 404."""
    return motions(actor).select_related("organisation", "resolution__gathering").filter(pk=pk).first()


def consultation(actor: Actor, pk: int) -> Consultation | None:
    """A consultation in the scope, or None."""
    return consultations(actor).select_related("keeper", "deputy", "prepared_by").filter(pk=pk).first()


def places(actor: Actor, verb: str) -> list[Organisation]:
    """Party organisations for which the actor has the verb, in the order of the tree."""
    rows = below(actor.paths_for(verb)).filter(closed_on=None).order_by("path")
    return [row for row in rows if row.is_party]


def declared(actor: Actor) -> dict[int, Terms]:
    """Key of an organisation -> its terms, in the scope."""
    rows = Terms.objects.visible_to(actor, READ).select_related("organisation", "keeper", "deputy")
    return {row.organisation_id: row for row in rows}
