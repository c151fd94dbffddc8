"""What the room adds to 今天要办: elections to look through and results to approve."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import APPROVE, RELEASE


def provide(actor: Actor, now: datetime) -> Work:
    """What waits for the actor."""
    if not (actor.has(RELEASE) or actor.has(APPROVE)):
        return Work()
    return Work([
        DueItem("选举", words, f"{DESK}{row.pk}/", "去看", note=f"{row.organisation.short_name} · {row.title}")
        for row, words in queries.waiting(actor)
    ])  # fmt: skip
