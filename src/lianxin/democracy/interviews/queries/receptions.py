"""Lists of reception days and of bookings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from lianxin.kernel.actor import Actor

from .. import codes
from ..lifecycle import ANNOUNCE, DESK, PLAN
from ..models import Reception, Visit
from ..policies import receptions as policies
from ..words import ACTIVE, CAME, RECEPTION_QUEUES


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of the day. taken: somebody has it; nobody sees who."""

    number: int
    word: str
    taken: bool


def _rows(condition: Q) -> QuerySet[Reception]:
    return (
        Reception.objects.unscoped("narrowed by the policy")
        .filter(condition)
        .select_related("organisation", "keeper", "deputy")
    )


def public(pk: int) -> Reception | None:
    """A plan that everybody reads; None is answered with 404."""
    return _rows(policies.public()).filter(pk=pk).first()


def coming(now: object) -> QuerySet[Reception]:
    """Announced days that are not over, the nearest first."""
    return _rows(Q(state="announced")).order_by("starts_at", "pk")


def past() -> QuerySet[Reception]:
    """Days that were, and those that were cancelled."""
    return _rows(Q(state__in=("held", "cancelled"))).order_by("-starts_at", "-pk")


def taken(plans: list[int]) -> dict[int, int]:
    """Plan -> taken slots; one statement."""
    rows = Visit.objects.unscoped("counted, not read").filter(reception__in=plans, state__in=ACTIVE)
    return dict(rows.order_by().values_list("reception").annotate(n=Count("pk")))


def slots(plan: Reception) -> list[Slot]:
    """All pieces of the day; one statement."""
    rows = Visit.objects.unscoped("which slots are taken").filter(reception=plan, state__in=ACTIVE)
    gone = set(rows.values_list("slot", flat=True))
    return [Slot(n, plan.slot_word(n), n in gone) for n in range(1, plan.slots + 1)]


def figures(plans: list[int]) -> dict[int, dict[str, int]]:
    """What everybody reads afterwards: how many came, were answered, are open; no persons; one statement."""
    rows = Visit.objects.unscoped("counted, not read").filter(reception__in=plans).order_by()
    found = rows.values("reception").annotate(
        came=Count("pk", filter=Q(state__in=CAME)), answered=Count("pk", filter=Q(state="answered")),
        handed=Count("pk", filter=Q(state="handed")), referred=Count("pk", filter=Q(state="referred")),
        following=Count("pk", filter=Q(state="following")), missed=Count("pk", filter=Q(state="missed")),
    )  # fmt: skip
    return {row["reception"]: {key: int(str(n)) for key, n in row.items() if key != "reception"} for row in found}


def at_desk(actor: Actor) -> QuerySet[Reception]:
    """Plans that the actor works on: inside the scope of a duty, and days on which they receive."""
    from lianxin.foundation.spine.scope import subtree

    paths = [path for verb in (PLAN, ANNOUNCE, DESK) for path in actor.paths_for(verb)]
    condition = subtree("org_path", paths)
    if actor.person_id:
        condition |= Q(receiver_id=actor.person_id)
    return _rows(condition)


def queue(actor: Actor, slug: str) -> QuerySet[Reception]:
    """One of `RECEPTION_QUEUES`."""
    rows = at_desk(actor).filter(state__in=RECEPTION_QUEUES[slug][1])
    return rows.order_by("-starts_at", "-pk") if slug == "past" else rows.order_by("starts_at", "pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each queue; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in RECEPTION_QUEUES.items()}


def working(actor: Actor, pk: int) -> Reception | None:
    return at_desk(actor).filter(pk=pk).first()


def _visits(condition: Q) -> QuerySet[Visit]:
    rows = Visit.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("reception", "organisation")


def visits(actor: Actor, plan: Reception) -> list[Visit]:
    """The list of the day, only for those with the duty at exactly that organisation and for who receives (P05)."""
    return list(_visits(policies.at_desk(actor)).filter(reception=plan).order_by("slot", "pk"))


def visit_at_desk(actor: Actor, pk: int) -> Visit | None:
    return _visits(policies.at_desk(actor)).filter(pk=pk).first()


def followed(actor: Actor, until: date) -> list[Visit]:
    """What was promised to be followed up, the nearest day first."""
    rows = _visits(policies.at_desk(actor)).filter(state="following", follow_until__lte=until)
    return list(rows.order_by("follow_until", "pk")[:15])


def own(actor: Actor) -> QuerySet[Visit]:
    """One's own bookings by the account."""
    return _visits(Q(person_id=actor.person_id) if actor.person_id else Q(pk__in=[])).order_by("-day", "-pk")


def held(actor: Actor, pk: int) -> Visit | None:
    """A booking of the visitor, by the account or by its number; None is answered with 404."""
    found = _visits(Q(pk=pk)).first()
    return found if found is not None and policies.is_visitor(actor, found) else None


def by_code(code: str) -> Visit | None:
    """The booking of a number, or None."""
    try:
        hashed = codes.slow_hash(code)
    except ValueError:
        return None
    return _visits(Q(code_hash=hashed)).first()
