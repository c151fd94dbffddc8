"""What the room adds to 今天要办: polls to release and results to announce."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import RELEASE


def provide(actor: Actor, now: datetime) -> Work:
    """Those that wait longest in front."""
    if not actor.has(RELEASE):
        return Work()
    return Work(
        [
            DueItem("投票与测评", "等您放行" if row.state == "waiting" else "已截止，等着公布结果", f"{DESK}{row.pk}/",
                    "去看", note=f"{row.organisation.short_name} · {row.title}")
            for row in queries.waiting(actor)
        ]
    )  # fmt: skip
