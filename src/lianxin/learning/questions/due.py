"""What the room adds to 今天要办: how many questions wait to be looked through."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import Pile, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import REVIEW


def provide(actor: Actor, now: datetime) -> Work:
    """One pile: questions have no deadline."""
    if not actor.has(REVIEW):
        return Work()
    waiting = queries.to_review(actor).order_by().count()
    return Work(piles=[Pile("题库等您复核", f"{DESK}review/", waiting)] if waiting else [])
