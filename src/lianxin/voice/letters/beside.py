"""What rooms above say beside a letter: they register here, because this room does not know them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lianxin.kernel.actor import Actor

from .models import Letter


@dataclass(frozen=True, slots=True)
class Beside:
    """One line beside a published letter: "已列入整改：路灯坏了没人修", for everybody."""

    words: str
    title: str
    url: str


#: key of a published letter -> what everybody may read; remembers it, so that the page costs no statement more
Said = Callable[[int], Sequence[Beside]]
#: (actor, letter) -> (word of the link, address), or None for whom it is not
Link = Callable[[Actor, Letter], tuple[str, str] | None]
_said: dict[str, Said] = {}
_links: dict[str, Link] = {}


def register(room: str, *, said: Said, link: Link) -> None:
    """Make a room heard on the page of a letter and at its desk; the same name again replaces it."""
    _said[room], _links[room] = said, link


def said_beside(letter: int) -> list[Beside]:
    """What all rooms say to everybody."""
    return [line for room in sorted(_said) for line in _said[room](letter)]


def links_beside(actor: Actor, letter: Letter) -> list[tuple[str, str]]:
    """Where a letter can be taken from its desk page."""
    found = (_links[room](actor, letter) for room in sorted(_links))
    return [link for link in found if link is not None]
