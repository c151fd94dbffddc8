"""What hangs on an organisation when it ends: the rooms above say it, and carry it to the successor.

This room knows nobody above it. A room that ties rows to an organisation registers here when it loads;
it is asked what is left before an organisation is closed, and told to hand over when one is merged.
Rooms are asked in the order in which they registered, the lower ones of the house first, so that people
have moved before their work does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from lianxin.kernel.actor import Actor

from .models import Organisation


@dataclass(frozen=True, slots=True)
class Remainder:
    """Something that still runs at an organisation: ``"3 件在办留言"``.

    url: page where it is seen by those who have the verb; remedy: one sentence about how it ends.
    """

    count: int
    unit: str
    label: str
    url: str
    verb: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{self.label}"


@dataclass(frozen=True, slots=True)
class Handover:
    """A merger that takes effect now: everything of `organisation` goes to `into`."""

    actor: Actor
    organisation: Organisation
    into: Organisation
    on: date
    basis: str = ""


Left = Callable[[Organisation], Sequence[Remainder]]
Carry = Callable[[Handover], None]
_rooms: dict[str, tuple[Left, Carry]] = {}


def register_successor(room: str, *, left: Left, carry: Carry) -> None:
    """Make a room take part; the same name again replaces it.

    left: what still runs at an organisation, without what has a count of 0. carry: hands everything over
    inside the transaction of the merger; raises `Refused` when that cannot be, and the merger is refused.
    """
    _rooms[room] = (left, carry)


def left_at(organisation: Organisation) -> list[Remainder]:
    """What still runs at an organisation, in all rooms."""
    return [part for left, _ in _rooms.values() for part in left(organisation) if part.count]


def hand_over(handover: Handover) -> None:
    """Let every room carry its part to the successor. Call it inside the action that merges."""
    for _, carry in _rooms.values():
        carry(handover)
