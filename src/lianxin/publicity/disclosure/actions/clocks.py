"""What happens by the clock alone: people are reminded. Nothing is shown by itself."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework import timers
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..flow import FLOWS


@action("disclosure.give_alerts")
def give_alerts(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Remind of every clock that runs out and was not yet reminded of; answers how many."""
    given = sum(timers.sweep(flow, now) for flow in FLOWS)
    record("disclosure.give_alerts", actor=actor, given=given)
    return given
