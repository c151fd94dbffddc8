"""Promises of LX-196, LX-197 and LX-01 that run out."""

from __future__ import annotations

from lianxin.foundation.casework import timers
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..flow import CALL_FLOW, WORK_FLOW


@action("essays.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Once for each clock and stage. Answers how many."""
    given = sum(timers.sweep(flow, moment.now()) for flow in (CALL_FLOW, WORK_FLOW))
    record("essays.remind", actor=actor, alerts=given)
    return given
