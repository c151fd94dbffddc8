"""What rooms above add to the page of one's own branch, so that everything of it stands on one page (R022)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the page; the template reads `context` as ``part``."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Provide = Callable[[Actor, Member], Part]
_rooms: dict[str, Provide] = {}


def register_part(room: str, provide: Provide) -> None:
    """A room's piece, for members of the Party on their own page; the same name again replaces it."""
    _rooms[room] = provide


def parts_for(actor: Actor, member: Member) -> list[Part]:
    """All pieces, in the order in which the rooms registered."""
    return [provide(actor, member) for provide in _rooms.values()]
