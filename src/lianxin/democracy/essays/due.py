"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from .announcing import DESK
from .lifecycle import MANAGE, RELEASE
from .queries import desk

SHOWN = 15
_TITLES = {"drafting": "有征集等您放行", "deciding": "征文结果等您放行", "judging": "征文正在评审"}


def provide(actor: Actor, now: datetime) -> Work:
    """What waits to be released, texts to be answered, themes whose result is due. Judges have no desk: they are told."""
    if not actor.has(MANAGE) and not actor.has(RELEASE):
        return Work()
    items = [
        DueItem(
            "征文", _TITLES[row.state], f"{DESK}{row.pk}/", "去看看", due=row.due_at, clock="公布结果", note=row.title
        )
        for row in desk.waiting_calls(actor)[:SHOWN]
    ]
    items += [
        DueItem("征稿", "有申诉等复核" if row.state == "appealed" else "有来稿等您审", f"{DESK}works/{row.pk}/", "去看看",
                due=row.due_at, clock="审稿", note=row.call.title)
        for row in desk.waiting_works(actor)[:SHOWN]
    ]  # fmt: skip
    return Work(items)
