"""What the room adds to 今天要办: questions that wait for an answer, answers that wait to go out on paper; without titles, for
pages lie open on desks."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import ANSWER

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Those that run out first in front."""
    if not actor.has(ANSWER):
        return Work()
    papers = [
        DueItem("党员提问", "纸上的答复还没有送出", f"{DESK}{row.pk}/", "去打印", note=row.organisation.short_name)
        for row in queries.to_hand_back(actor)[:SHOWN]
    ]
    return Work(
        [
            DueItem("党员提问", "有党员提问，等您答复", f"{DESK}{row.pk}/", "去答复", due=row.due_at, clock="答复",
                    note=row.organisation.short_name)
            for row in queries.lane(actor, "open")[:SHOWN]
        ]
        + papers
    )  # fmt: skip
