"""What the room adds to 今天要办, without words of the contributions: pages lie open on desks."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import REVIEW

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Those that run out first in front."""
    if not actor.has(REVIEW):
        return Work()
    return Work(
        [
            DueItem("发言审核", _title(row.state), f"{DESK}{row.pk}/", "去审核", due=row.due_at, clock="审核",
                    note=row.organisation.short_name)
            for row in queries.waiting(actor)[:SHOWN]
        ]
    )  # fmt: skip


def _title(state: str) -> str:
    return {"waiting": "有发言等审核", "published": "有发言的更正等审核"}.get(state, "有发言的申诉等复核")
