"""What the portal adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from .queries import QUEUES, piles
from .stages import DESK

KIND = "门户内容"
#: queues that wait for others or for a moment
QUIET = ("mine", "scheduled")
SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Reviews, returned items, appeals and reviews after an emergency that wait for the actor."""
    if not actor.has("portal.desk"):
        return Work()
    found = piles(actor, now)
    items = [
        DueItem(KIND, line.page.draft_title or line.page.title, line.url, line.act, due=line.due,
                clock=QUEUES[slug].label.removeprefix("待"), note=line.note, urgent=slug == "after")
        for slug, lines in found.items() if slug not in QUIET
        for line in lines[:SHOWN]
    ]  # fmt: skip
    counted = [
        Pile(f"门户{QUEUES[slug].label}", f"{DESK}/?queue={slug}", len(lines), sum(line.late for line in lines))
        for slug, lines in found.items()
        if lines and slug not in QUIET
    ]
    return Work(items, counted)
