"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import MATTER
from .models import Matter, MatterClock, MatterStep

FLOW = register_flow(
    Flow(
        lifecycle=MATTER, case=Matter, step=MatterStep, clock=MatterClock, clocks={}, is_author=policies.is_person,
        announce=announcing.moved, alert=announcing.alert, guards=policies.GUARDS,
    )
)  # fmt: skip
