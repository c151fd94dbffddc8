"""Rooms above that hold something of a person hear when the file moves or its standing changes. They register here."""

from __future__ import annotations

from collections.abc import Callable

from lianxin.kernel.actor import Actor

from .models import Member

Follower = Callable[[Member, Actor], None]
_rooms: dict[str, Follower] = {}


def register_follower(room: str, follow: Follower) -> None:
    """Make a room hear of it, inside the transaction of the change; the same name again replaces it."""
    _rooms[room] = follow


def tell(member: Member, actor: Actor) -> None:
    """Called by the actions that move a file, close it, or take somebody up again."""
    for follow in _rooms.values():
        follow(member, actor)
