"""What the clocks say: motions without an answer, results that are not carried out, reports that are late."""

from __future__ import annotations

from lianxin.foundation.casework import timers
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..flow import FLOWS


@action("consult.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Alerts that are due, once for each clock and stage. Answers how many."""
    given = sum(timers.sweep(flow, moment.now()) for flow in FLOWS)
    record("consult.remind", actor=actor, alerts=given)
    return given
