"""The table made executable: clocks, guards, notices."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies, retraction_policies
from .lifecycle import DEVELOPMENT, ON_PROBATION, RETRACTING
from .models import Development, DevelopmentClock, DevelopmentStep


def _figure(rule_id: str, name: str) -> Any:
    return lambda _: (rule_id, name)


FLOW = register_flow(
    Flow(
        lifecycle=DEVELOPMENT, case=Development, step=DevelopmentStep, clock=DevelopmentClock,
        clocks={
            "talk": ClockSpec("talk", "派人谈话", _figure("DEV-02", "talk")),
            "inspection": ClockSpec("inspection", "半年考察", _figure("DEV-05", "inspection")),
            "meeting": ClockSpec("meeting", "提交支部大会", _figure("DEV-13", "meeting")),
            "approve": ClockSpec(
                "approve", "党委审批", lambda case: ("DEV-23" if case.state in ON_PROBATION else "DEV-19", "approve")
            ),
            "oath": ClockSpec("oath", "入党宣誓", _figure("DEV-20", "oath")),
        },
        is_author=policies.is_person, announce=announcing.moved, alert=announcing.alert,
        guards={
            row.event: policies.guard_of(row.event)
            for row in DEVELOPMENT.transitions
            if row.verb != "system" and row.event not in RETRACTING
        } | retraction_policies.GUARDS,
    )
)  # fmt: skip
