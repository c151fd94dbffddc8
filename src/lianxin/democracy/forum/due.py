"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import MANAGE, RELEASE

SHOWN = 15
_TITLES = {"proposed": "有人提议一个话题", "appealed": "有提议的申诉等复核", "closed": "话题结束了，等您写小结"}


def provide(actor: Actor, now: datetime) -> Work:
    """Proposals, what waits to be released, summaries to write."""
    if not actor.has(MANAGE) and not actor.has(RELEASE):
        return Work()
    return Work(
        [
            DueItem("议事", _TITLES.get(row.state, "议事有内容等您放行"), f"{DESK}{row.pk}/", "去看看", due=row.due_at, clock="议事",
                    note=row.organisation.short_name)
            for row in queries.waiting(actor)[:SHOWN]
        ]
    )  # fmt: skip
