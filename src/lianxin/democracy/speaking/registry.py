"""Where a room of the wing says how its places are spoken at.

A room registers one `Floor` for its kind when it loads; from then on `actions.say`, the pages, the desk and the search
know its places. The room itself never touches a contribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision

if TYPE_CHECKING:
    from .models import Contribution


@dataclass(frozen=True)
class Place:
    """One place at which people speak, as it stands now.

    organisation: whose reviewers decide. open: by the clock, now; closed_words: why not, a sentence. audience: who reads
    (`audiences.reads`). visible: False while the room shows the place to nobody but its own desk. parts: code -> words of
    the pieces that can be spoken to; empty when only the whole can. length: most characters of one contribution, 0 for
    the figure of LX-130. minutes: how long writing takes (B04). replies: one level of replies is offered.
    paper: forms on paper that were handed in before the end may still be put down, though it has closed.
    """

    pk: int
    title: str
    url: str
    organisation: Organisation
    audience: str
    open: bool
    closed_words: str = ""
    visible: bool = True
    parts: Mapping[str, str] = field(default_factory=dict)
    length: int = 0
    minutes: int = 2
    replies: bool = True
    paper: bool = False


def _everybody(actor: Actor, place: Place) -> Decision:
    return Allowed()


def _nothing(contribution: Contribution, event: str, actor: Actor) -> None:
    return None


@dataclass(frozen=True)
class Floor:
    """How the places of one kind are spoken at.

    label:   中文 of the kind, e.g. 议事.
    places:  keys -> the places that exist, in a constant number of statements.
    speaks:  who may speak, beyond what the house asks of everybody (audience, identity, open): the room's own rule.
    answers: who may answer officially besides those with the duty at the organisation (e.g. the guest of an interview).
    signs:   what stands behind the organisation's name under an answer of somebody without one of its leading posts.
    after:   called inside the transaction when something changed: (contribution, event, actor).
    """

    label: str
    places: Callable[[Iterable[int]], Mapping[int, Place]]
    speaks: Callable[[Actor, Place], Decision] = _everybody
    answers: Callable[[Actor, Place], bool] = lambda actor, place: False
    signs: Callable[[Actor, Place], str] = lambda actor, place: ""
    after: Callable[[Contribution, str, Actor], None] = _nothing


FLOORS: dict[str, Floor] = {}


def register_floor(kind: str, floor: Floor) -> None:
    """Make a kind known. kind: at most twenty small letters. Registering again replaces it."""
    if not (kind.isascii() and kind.islower() and len(kind) <= 20):
        raise ValueError(f"{kind!r} is no kind")
    FLOORS[kind] = floor


def floor_of(kind: str) -> Floor | None:
    return FLOORS.get(kind)


def place_of(kind: str, pk: int) -> Place | None:
    """The place as it stands now, or None."""
    floor = FLOORS.get(kind)
    return floor.places([pk]).get(pk) if floor else None
