"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import RESOURCE
from .models import Resource, ResourceStep

FLOW = register_flow(
    Flow(
        lifecycle=RESOURCE, case=Resource, step=ResourceStep, clock=None, clocks={},
        is_author=lambda actor, case: actor.is_person(case.entered_by_id),
        announce=announcing.moved, alert=announcing.never,
        guards={
            "approve": policies.not_ones_own, "give_back": policies.not_ones_own, "take_over": policies.not_ones_already,
        },
    )
)  # fmt: skip
