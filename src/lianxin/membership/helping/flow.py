"""The table made executable."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import HELP
from .models import Help, HelpClock, HelpStep


def _visit(case: Any) -> tuple[str, str]:
    """The first visit is soon, the others within their distance."""
    return "LX-122", "next" if case.deeds.exists() else "first"


FLOW = register_flow(
    Flow(
        lifecycle=HELP, case=Help, step=HelpStep, clock=HelpClock,
        clocks={
            "visit": ClockSpec("visit", "上门", _visit),
            "confirm": ClockSpec("confirm", "请本人说结果", lambda _: ("LX-122", "confirm")),
            "follow": ClockSpec("follow", "回访", lambda _: ("LX-122", "follow")),
        },
        is_author=policies.takes_part, announce=announcing.moved, alert=announcing.alert,
        guards={
            "assign": policies.may_assign, "reassign": policies.may_assign, "stop": policies.may_assign,
            "deed": policies.may_work, "done": policies.may_work, "close": policies.may_work, "reopen": policies.may_work,
            "settle": policies.may_say_result, "again": policies.may_say_result, "revoke": policies.may_revoke,
        },
    )
)  # fmt: skip
