"""What the search knows: what everybody sees, and what some see; in the transaction of the change (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from . import policies
from .models import Resource

OPEN, INSIDE = "resource", "resource_inside"


def index(case: Resource) -> None:
    """Put the words in, or take them out."""
    entry = _entry(case) if case.state == "shown" else None
    if entry is not None:
        put_many([entry])
    for kind in (OPEN, INSIDE):
        if entry is None or entry.kind != kind:
            drop(kind, case.pk)


def readable(actor: Actor) -> QuerySet[Resource]:
    """What a search by the actor may find: the condition of the pages."""
    return Resource.objects.unscoped("narrowed by the policy").filter(policies.readable(actor))


def everybodys() -> Iterator[Entry]:
    """For a new index."""
    return entries(Resource.objects.unscoped("the whole index is built again").filter(audience="public"))


def inside() -> Iterator[Entry]:
    """For a new index."""
    return entries(Resource.objects.unscoped("the whole index is built again").exclude(audience="public"))


def entries(rows: QuerySet[Resource]) -> Iterator[Entry]:
    for case in rows.filter(state="shown").order_by("pk").iterator(chunk_size=500):
        yield _entry(case)


def _entry(case: Resource) -> Entry:
    open_ = case.audience == "public"
    words = f"{case.summary}\n{case.source}\n{case.era}"
    return Entry(OPEN if open_ else INSIDE, case.pk, case.title, words, "public" if open_ else "inside", case.org_path,
                 case.shown_at or case.opened_at, case.get_absolute_url())  # fmt: skip
