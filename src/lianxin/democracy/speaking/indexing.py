"""What the search knows of contributions: only what everybody may read, and only while it is shown (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import ANONYMOUS

from . import policies
from .lifecycle import SHOWN
from .models import Contribution
from .registry import FLOORS, Place, place_of

KIND = "contribution"


def index(one: Contribution) -> None:
    """Put the words in, or take them out, in the caller's transaction."""
    place = place_of(one.kind, one.place) if one.state in SHOWN and one.audience == "public" else None
    if place is None or not policies.may_read(ANONYMOUS, place):
        drop(KIND, one.pk)
    else:
        put_many([_entry(one, place)])


def index_place(kind: str, place: int) -> None:
    """After a place became visible to everybody, or no longer is: what was said there follows."""
    rows = Contribution.objects.unscoped("the index follows the place").filter(
        kind=kind, place=place, audience="public"
    )
    now = place_of(kind, place)
    shown = now is not None and policies.may_read(ANONYMOUS, now)
    found = list(rows.filter(state__in=SHOWN))
    if now is not None and shown:
        put_many(_entry(one, now) for one in found)
    else:
        for one in found:
            drop(KIND, one.pk)


def entries() -> Iterator[Entry]:
    """Everything of the kind that may be found, for a new index."""
    for kind, floor in FLOORS.items():
        rows = Contribution.objects.unscoped("the whole index is built again")
        rows = rows.filter(kind=kind, audience="public", state__in=SHOWN).order_by("pk")
        places: dict[int, Place] = dict(floor.places(set(rows.values_list("place", flat=True))))
        for one in rows.iterator(chunk_size=500):
            place = places.get(one.place)
            if place is not None and policies.may_read(ANONYMOUS, place):
                yield _entry(one, place)


def _entry(one: Contribution, place: Place) -> Entry:
    return Entry(
        kind=KIND, object_id=one.pk, title=f"{place.title}：{one.front_name}的发言", body=one.text, audience="public",
        org_path=one.org_path, when=one.published_at or one.opened_at, url=f"{place.url}#said-{one.pk}",
    )  # fmt: skip
