"""What the room adds to 今天要办, without names: pages lie open on desks."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .flow import FLOW
from .lifecycle import MANAGE

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Somebody to be assigned, then promises that run out."""
    if not actor.has(MANAGE):
        return Work()
    rows = (
        queries.at_desk(actor)
        .filter(state__in=("registered", "confirming", "following", "helping"))
        .order_by("due_at", "pk")
    )
    return Work(
        [
            DueItem("帮扶", row.state_label, f"{DESK}{row.pk}/", "去看看", due=row.due_at,
                    clock=FLOW.clocks[row.due_clock].label if row.due_clock else "",
                    note=f"{row.get_kind_display()} · {row.organisation.short_name}",
                    waiting_for="帮扶的同志" if row.state == "helping" else "")
            for row in rows[:SHOWN]
        ]
    )  # fmt: skip
