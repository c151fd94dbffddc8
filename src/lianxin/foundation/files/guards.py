"""Who may see a file: asked of the room to which the file's subject belongs."""

from __future__ import annotations

from collections.abc import Callable

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Decision

from .models import StoredFile

Guard = Callable[[Actor, StoredFile], Decision]

_GUARDS: dict[str, Guard] = {}


def register_guard(kind: str, guard: Guard) -> None:
    """Register the guard of a kind of subject (``"letter"``) when its room loads.

    Raises ValueError when the kind already has another guard.
    """
    if _GUARDS.setdefault(kind, guard) is not guard:
        raise ValueError(f"files of {kind} already have a guard")


def may_read(actor: Actor, stored: StoredFile) -> Decision:
    """The answer of the guard; a subject without a guard is seen by nobody."""
    guard = _GUARDS.get(stored.subject.partition(":")[0])
    return guard(actor, stored) if guard else OUT_OF_SCOPE
