"""What the rooms above add to the resolutions of a gathering: where a vote on somebody is used, or can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lianxin.kernel.actor import Actor

from .models import Gathering, Resolution


@dataclass(frozen=True, slots=True)
class Link:
    """A link beside a resolution. Offered only to those who may open what it leads to."""

    url: str
    label: str


#: asked once for a page, with all its resolutions that are about somebody; answers key of the resolution -> link
Provide = Callable[[Actor, Gathering, Sequence[Resolution]], Mapping[int, Link]]
_ROOMS: dict[str, Provide] = {}


def register_links(name: str, provide: Provide) -> None:
    """Called by a room above in its ``ready()``."""
    _ROOMS[name] = provide


def lines(actor: Actor, gathering: Gathering) -> list[tuple[Resolution, Link | None]]:
    """Every resolution with what it leads to."""
    rows = list(gathering.resolutions.select_related("about"))
    about = [row for row in rows if row.about_id is not None]
    found: dict[int, Link] = {}
    for provide in _ROOMS.values() if about else ():
        found |= provide(actor, gathering, about)
    return [(row, found.get(row.pk)) for row in rows]
