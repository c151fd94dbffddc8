"""What the room adds to 今天要办: contests to release, questions that somebody says are wrong."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import DECIDE, RELEASE


def provide(actor: Actor, now: datetime) -> Work:
    """Those that wait longest in front."""
    items: list[DueItem] = []
    if actor.has(RELEASE):
        items += [
            DueItem(
                "知识竞赛", "等您放行", f"{DESK}{row.pk}/", "去看", note=f"{row.organisation.short_name} · {row.title}"
            )
            for row in queries.waiting(actor)
        ]
    if actor.has(DECIDE):
        items += [
            DueItem("知识竞赛", f"{many} 人说题目有误，等认定", f"{DESK}{pk}/objections/", "去看", note=title)
            for pk, title, many in queries.objected(actor)
        ]
    return Work(items)
