"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import OVERSIGHT
from .models import Matter, MatterClock, MatterStep

FLOW = register_flow(
    Flow(
        lifecycle=OVERSIGHT, case=Matter, step=MatterStep, clock=MatterClock, clocks={}, is_author=policies.is_concerned,
        announce=announcing.moved, alert=announcing.alert,
        guards=dict.fromkeys(("note", "date", "settle", "revoke", "enter_answer"), policies.may_keep),
    )
)  # fmt: skip
