"""What can be sent: rooms with published things are plugged in here (by a face), so that no room knows another.

A source is asked again in the moment of sending: what is not published any more never leaves (M01), however
long it waited.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from .text import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """One published thing in a list. thing: ``"article:17"``; key: its present version."""

    thing: str
    key: str
    title: str
    organisation: str
    org_path: str
    at: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing. find: the text as everybody may read it now, or None. recent: the newest below some paths.

    picture: JPEG or PNG behind a ``src`` in the body of such a text. offered: whether it stands on the page of
    things to send; answers to one person do not.
    """

    kind: str
    label: str
    find: Callable[[str], Text | None]
    recent: Callable[[Sequence[str], int], list[Offer]] = lambda paths, many: []
    picture: Callable[[str], bytes | None] = lambda src: None
    offered: bool = True


SOURCES: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Plug a kind of thing in; a second one of the same kind replaces the first."""
    SOURCES[source.kind] = source


def is_known(thing: str) -> bool:
    """Whether somebody answers for it. A text that stands for itself has no source."""
    return thing.partition(":")[0] in SOURCES


def now(thing: str) -> Text | None:
    """The text as it is published in this moment; None when it is not (any more)."""
    kind, _, number = thing.partition(":")
    source = SOURCES.get(kind)
    return source.find(number) if source else None


def picture(thing: str, src: str) -> bytes | None:
    """A picture in the body of a text, as JPEG or PNG; None when there is none that may be shown."""
    source = SOURCES.get(thing.partition(":")[0])
    return source.picture(src) if source else None


def recent(paths: Sequence[str], many: int) -> list[Offer]:
    """The newest of all kinds below the paths, the newest first."""
    found = [offer for source in SOURCES.values() if source.offered for offer in source.recent(paths, many)]
    return sorted(found, key=lambda offer: offer.at, reverse=True)[:many]
