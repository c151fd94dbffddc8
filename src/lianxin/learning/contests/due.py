"""What the room adds to 今天要办: contests to release, questions that somebody says are wrong."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import DECIDE, RELEASE
from .models import Contest


def provide(actor: Actor, now: datetime) -> Work:
    """Those that wait longest in front."""
    if not actor.has(RELEASE) and not actor.has(DECIDE):
        return Work()
    return Work([_item(row) for row in queries.to_do(actor)])


def _item(row: Contest) -> DueItem:
    note = f"{row.organisation.short_name} · {row.title}"
    if row.state == "waiting":
        return DueItem("知识竞赛", "等您放行", f"{DESK}{row.pk}/", "去看", note=note)
    many = getattr(row, "said_wrong", 0)
    return DueItem("知识竞赛", f"{many} 人说题目有误，等认定", f"{DESK}{row.pk}/objections/", "去看", note=note)
