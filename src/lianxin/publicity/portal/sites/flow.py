"""The two flows made executable: clocks, guards, notices."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from ..models import Relay, RelayClock, RelayStep, Reshape, ReshapeClock, ReshapeStep
from . import announcing, policies
from .lifecycle import RELAY, RESHAPE

RELAY_FLOW = register_flow(
    Flow(
        lifecycle=RELAY, case=Relay, step=RelayStep, clock=RelayClock,
        clocks={"answer": ClockSpec("answer", "答复推荐", lambda _: ("LX-42", "answer"))},
        is_author=policies.writes_at_origin, announce=announcing.relay_moved, alert=announcing.relay_alert,
        guards={
            "accept": policies.may_accept,
            "pass": policies.may_pass,
            "return": policies.may_return,
        },
    )
)  # fmt: skip

RESHAPE_FLOW = register_flow(
    Flow(
        lifecycle=RESHAPE, case=Reshape, step=ReshapeStep, clock=ReshapeClock,
        # time for the keeper to be heard; no promise of the office that decides
        clocks={"answer": ClockSpec("answer", "责任人答复", lambda _: ("LX-43", "answer"))},
        is_author=policies.keeps_site, announce=announcing.reshape_moved, alert=announcing.reshape_alert,
        guards={
            "carry_out": policies.may_decide_reshape,
            "keep": policies.may_decide_reshape,
            "drop": policies.may_drop,
        },
    )
)  # fmt: skip
FLOWS = (RELAY_FLOW, RESHAPE_FLOW)
