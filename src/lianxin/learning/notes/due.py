"""What the room adds to 今天要办: copies to let out, comments to review. Reading is no duty with a clock (B02)."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries
from .publishing import DESK

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """What waits for a second person, without names: pages lie open on desks."""
    if not actor.has(policies.RELEASE):
        return Work()
    copies = queries.copies(actor).filter(copy="asked")[:SHOWN]
    made = [_item("公开稿等待放行", f"{DESK}{row.pk}/copy/", row.organisation.short_name) for row in copies]
    unseen = queries.unseen(actor)[:SHOWN]
    return Work(
        made + [_item("评论等待审核", f"{DESK}comments/{row.pk}/", row.note.organisation.short_name) for row in unseen]
    )


def _item(title: str, url: str, note: str) -> DueItem:
    return DueItem("学习心得", title, url, "去看看", note=note)
