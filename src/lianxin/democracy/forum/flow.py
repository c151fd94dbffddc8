"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import TOPIC
from .models import Topic, TopicClock, TopicStep

FLOW = register_flow(
    Flow(
        lifecycle=TOPIC, case=Topic, step=TopicStep, clock=TopicClock,
        clocks={
            "answer": ClockSpec("answer", "答复提议", lambda _: ("LX-132", "answer")),
            "appeal": ClockSpec("appeal", "申诉复核", lambda _: ("LX-01", "decide")),
            "summary": ClockSpec("summary", "小结", lambda _: ("LX-132", "summary")),
        },
        is_author=policies.is_author, announce=announcing.moved, alert=announcing.alert,
        guards={
            "take_up": policies.not_own, "decline": policies.may_decline, "appeal": policies.may_appeal,
            "overturn": policies.may_decide, "uphold": policies.may_decide, "release": policies.may_release,
            "reschedule": policies.may_reschedule, "release_summary": policies.may_release_summary,
            "return_summary": policies.may_release_summary,
        },
    )
)  # fmt: skip
