"""What the planning table adds to 今天要办."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import WEEK, DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from . import queries
from .words import WRITE

#: handed in by the end of the working day
EVENING = time(18, 0)


def provide(actor: Actor, now: datetime) -> Work:
    """Items to hand in within the week, and topics without anybody."""
    if not actor.has(WRITE):
        return Work()
    until = timezone.localdate(now + WEEK)
    items = [
        DueItem("选题", topic.title, topic.url, "去写", due=timezone.make_aware(datetime.combine(topic.due_on, EVENING)),
                clock="交稿", note=topic.angle[:60])
        for topic in queries.to_do(actor, until)
    ]  # fmt: skip
    free = queries.free(actor, until)
    return Work(items, [Pile("待认领的选题", "/workbench/topics/", free)] if free else ())
