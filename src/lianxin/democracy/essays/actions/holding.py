"""Holding a work together with its call, always in this order: what happens to the one depends on the state of the other."""

from __future__ import annotations

from lianxin.foundation.spine.actions import lock
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from .. import policies
from ..models import Call, Work


def held(work: Work, revision: int | None = None) -> Work:
    """Both rows, read again and held until the action ends."""
    call = lock(Call(pk=work.call_id))
    found = lock(work, revision=revision)
    found.call = call
    return found


def own(actor: Actor, work: Work, revision: int | None = None) -> Work:
    """The same for the author alone; anybody else's is 404."""
    if not policies.is_author(actor, work):
        raise Refused(OUT_OF_SCOPE)
    return held(work, revision)
