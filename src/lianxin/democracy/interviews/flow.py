"""The tables made executable. The house promises no legal days here: what an organisation declares stands in the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.casework.flow import Flow, register_flow
from lianxin.foundation.casework.models import ClockBase
from lianxin.kernel.actor import Actor

from . import announcing
from .lifecycle import RECEPTION, TALK, VISIT
from .models import (
    Interview,
    InterviewClock,
    InterviewStep,
    Reception,
    ReceptionClock,
    ReceptionStep,
    Visit,
    VisitClock,
    VisitStep,
)
from .policies import receptions, talks


def nobody(actor: Actor, case: object) -> bool:
    """Announcements have no author outside the organisation."""
    return False


def silent(case: object, clock: ClockBase, overdue: bool) -> None:
    """There are no clocks: what is due comes from the day that stands in the row."""


TALK_FLOW = register_flow(
    Flow(lifecycle=TALK, case=Interview, step=InterviewStep, clock=InterviewClock, clocks={}, is_author=nobody,
         announce=announcing.talk_moved, alert=silent, guards=talks.GUARDS)
)  # fmt: skip
RECEPTION_FLOW = register_flow(
    Flow(lifecycle=RECEPTION, case=Reception, step=ReceptionStep, clock=ReceptionClock, clocks={}, is_author=nobody,
         announce=announcing.reception_moved, alert=silent, guards=receptions.GUARDS_PLAN)
)  # fmt: skip
VISIT_FLOW = register_flow(
    Flow(lifecycle=VISIT, case=Visit, step=VisitStep, clock=VisitClock, clocks={}, is_author=receptions.is_visitor,
         announce=announcing.visit_moved, alert=silent, guards=receptions.GUARDS_VISIT)
)  # fmt: skip
FLOWS: Mapping[str, Any] = {one.kind: one for one in (TALK_FLOW, RECEPTION_FLOW, VISIT_FLOW)}
