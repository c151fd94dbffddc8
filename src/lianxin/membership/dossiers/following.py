"""Rooms above that hold something of a person hear when the file moves, its standing changes, or what hangs on it does.

They register here. Two files that are made one, or taken apart again, are both told of: the rows of each have changed.
"""

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
    """Called by the actions that move a file, close it, take somebody up again, join two or part them."""
    for follow in _rooms.values():
        follow(member, actor)
