"""Where replies go: to whoever registered, with their origin. This room keeps no text of theirs."""

from __future__ import annotations

from collections.abc import Callable

from .text import Reply, Taken

Take = Callable[[Reply], Taken | None]
_takers: list[Take] = []


def register_inbox(take: Take) -> Take:
    """Have every reply handed over, inside the transaction that notes its number.

    `take` answers what became of it and what the person is told at once; it raises to have the platform
    deliver it again. Registering the same function twice does nothing.
    """
    if take not in _takers:
        _takers.append(take)
    return take


def has_inbox() -> bool:
    """Whether anybody takes replies."""
    return bool(_takers)


def hand_over(reply: Reply) -> Taken | None:
    """Give a reply to everybody who takes replies; the first word about it counts."""
    taken = [take(reply) for take in _takers]
    return next((found for found in taken if found is not None), None)
