"""The way of a topic made executable. It has no clocks: the day is a wish of the plan, no promise of a regulation."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from ..models import PlannedTopic, TopicStep
from . import announcing, policies
from .lifecycle import TOPIC

TOPIC_FLOW = register_flow(
    Flow(
        lifecycle=TOPIC, case=PlannedTopic, step=TopicStep, clock=None, clocks={},
        is_author=policies.planned_it, announce=announcing.moved, alert=announcing.never,
        guards={"take": policies.may_take, "unlink": policies.may_unlink},
    )
)  # fmt: skip
