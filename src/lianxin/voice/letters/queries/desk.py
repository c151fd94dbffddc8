"""What the workbench asks: letters inside the actor's scope, by what has to be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor

from .. import policies
from ..models import Letter

#: queue -> (label, states, verb that makes it one's work)
QUEUES = {
    "review": ("待审核", ("submitted",), "letters.review"),
    "appeals": ("申诉复核", ("appealed",), "letters.review"),
    "dispatch": ("待分派", ("accepted",), "letters.dispatch"),
    "take": ("待签收", ("assigned",), "letters.handle"),
    "handle": ("办理中", ("handling", "reworking"), "letters.handle"),
    "waiting": ("等待补充", ("waiting",), "letters.handle"),
    "sign": ("待审签", ("approving",), "letters.approve"),
    "callback": ("待回访", ("callback",), "letters.call_back"),
    "replied": ("待评价", ("replied",), "letters.read"),
    "done": ("已办结", ("solved", "closed", "merged"), "letters.read"),
}

LISTED = (
    "pk", "number", "kind", "state", "title", "opened_at", "due_at", "due_clock", "org_path", "round", "urges",
    "level", "publication", "handler__nickname", "organisation__short_name", "revision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queue:
    """A pile of work with its count."""

    name: str
    label: str
    count: int
    late: int


def in_scope(actor: Actor, verb: str = "letters.read") -> QuerySet[Letter]:
    """Letters that the actor may see at the desk, without those it must keep away from (PET-06)."""
    rows = Letter.objects.visible_to(actor, verb)
    if actor.person_id is None:
        return rows
    away = Q(parties__role="conflict", parties__person_id=actor.person_id)
    organisations = [d.organisation_id for d in actor.duties]
    if organisations:
        away |= Q(parties__role="conflict", parties__organisation_id__in=organisations)
    hidden = Letter.objects.unscoped("ids to keep away from").filter(away).values("pk")
    return rows.exclude(pk__in=hidden)


def queue(actor: Actor, name: str) -> QuerySet[Letter]:
    """One pile, most urgent first."""
    _, states, verb = QUEUES[name]
    return listed(in_scope(actor, verb).filter(state__in=states))


def listed(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """With what a work list shows, most urgent first."""
    return rows.select_related("organisation", "handler").only(*LISTED).order_by(F("due_at").asc(nulls_last=True), "pk")


def one(actor: Actor, pk: int) -> Letter | None:
    """A letter in scope with everything a desk page shows, or None (answered with 404, P05)."""
    return _with_all(in_scope(actor)).filter(pk=pk).first() or _helped(actor, pk)


def _helped(actor: Actor, pk: int) -> Letter | None:
    """A letter outside the scope in which an office of the actor helps (协办)."""
    if not actor.has("letters.read"):
        return None
    letter = _with_all(Letter.objects.unscoped("asked below")).filter(pk=pk, parties__role="cohandler").first()
    if letter is None or not any(actor.may("letters.read", path) for path in policies.helping_at(letter)):
        return None
    return letter if policies.no_conflict(actor, letter) else None


def _with_all(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    rows = rows.select_related("topic", "organisation", "received_by", "handler", "author", "merged_into")
    return rows.prefetch_related(
        "steps", "clocks", "replies", "messages", "ratings", "reviews", "callbacks", "parties__organisation"
    )


def search(actor: Actor, text: str, *, page: int = 1, size: int = 20) -> tuple[list[Letter], object]:
    """Letters in scope that hold the words."""
    paths = actor.paths_for("letters.read")
    found = find(text, kinds=["letter"], audience="staff", paths=paths, limit=size, offset=(page - 1) * size)
    by_id = {x.pk: x for x in listed(in_scope(actor)).filter(pk__in=found.ids)}
    return [by_id[i] for i in found.ids if i in by_id], found


def mine(person_id: int) -> QuerySet[Letter]:
    """Letters that a signed-in person wrote or had entered."""
    rows = Letter.objects.unscoped("a person's own letters").filter(author_id=person_id)
    return rows.select_related("organisation").order_by("-opened_at")
