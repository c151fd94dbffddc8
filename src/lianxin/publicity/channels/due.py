"""What the room adds to 今天要办: lines of the register that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .actions.listing import DESK

SHOWN = 5


def provide(actor: Actor, now: datetime) -> Work:
    """One statement, for those who may confirm."""
    if not actor.has("channels.send") and not actor.has("channels.manage"):
        return Work()
    return Work([
        DueItem("渠道登记", f"等您确认：{row.name}", f"{DESK}{row.pk}/confirm/", "去看看", note=row.organisation.short_name)
        for row in queries.to_confirm(actor)[:SHOWN]
    ])  # fmt: skip
