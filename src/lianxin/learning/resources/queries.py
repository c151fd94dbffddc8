"""Questions about the resources; every list is narrowed before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.actor import Actor

from . import policies
from .lifecycle import READ, REVIEW
from .models import Resource
from .words import LANES


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for. kind: of `words.KINDS`; text: part of the name, the source or the time."""

    kind: str = ""
    text: str = ""


def shown(actor: Actor, wanted: Wanted) -> QuerySet[Resource]:
    """What the reader may see, the newest first."""
    rows = Resource.objects.unscoped("narrowed by the policy").filter(policies.readable(actor))
    return _narrowed(rows, wanted).select_related("organisation").order_by("-shown_at", "-pk")


def one(actor: Actor, pk: int) -> Resource | None:
    """A resource that the reader may see, or None, which is answered with 404."""
    return shown(actor, Wanted()).select_related("handler").filter(pk=pk).first()


def at_desk(actor: Actor) -> QuerySet[Resource]:
    """Those of the actor's organisations and below."""
    return Resource.objects.visible_to(actor, READ).select_related("organisation", "handler")


def lane(actor: Actor, slug: str, wanted: Wanted) -> QuerySet[Resource]:
    """One of `LANES`, the newest first."""
    return _narrowed(at_desk(actor).filter(state=LANES[slug][1]), wanted).order_by("-opened_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: found.get(state, 0) for slug, (_, state) in LANES.items()}


def to_review(actor: Actor) -> QuerySet[Resource]:
    """What waits for the actor: never what they entered themselves."""
    rows = Resource.objects.visible_to(actor, REVIEW).filter(state="waiting")
    return rows.exclude(entered_by_id=actor.person_id or 0).order_by("opened_at", "pk")


def attached(case: Resource) -> list[StoredFile]:
    """Pictures and papers, in the order of their coming."""
    return files_of(case.subject)


def _narrowed(rows: QuerySet[Resource], wanted: Wanted) -> QuerySet[Resource]:
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        rows = rows.filter(
            Q(title__contains=wanted.text) | Q(source__contains=wanted.text) | Q(era__contains=wanted.text)
        )
    return rows
