"""What the room adds to 今天要办: resources that wait to be looked through."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import Pile, Work
from lianxin.kernel.actor import Actor

from . import queries
from .lifecycle import REVIEW
from .words import DESK


def provide(actor: Actor, now: datetime) -> Work:
    """One pile: a resource has no deadline."""
    waiting = queries.to_review(actor).order_by().count() if actor.has(REVIEW) else 0
    return Work(piles=[Pile("学习资源等您审核", f"{DESK}?lane=waiting", waiting)] if waiting else [])
