"""What the room does by itself: it reminds and it proposes."""

from __future__ import annotations

from lianxin.foundation.jobs.registry import periodic

from . import actions


@periodic("mobility.look", "20 6 * * *")
def look() -> int:
    """Proposals for people to look at, before the working day begins."""
    return actions.look()


@periodic("mobility.remind", "20 8 * * *")
def remind() -> int:
    """What has come due, once for each day that it is about."""
    return actions.remind()
