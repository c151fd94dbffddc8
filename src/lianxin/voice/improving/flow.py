"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow
from lianxin.kernel.actor import Actor

from . import announcing, policies
from .lifecycle import IMPROVEMENT
from .models import Improvement, ImprovementClock, ImprovementStep


def nobody(actor: Actor, case: Improvement) -> bool:
    """No step is an author's: problems are entered by organisations."""
    return False


FLOW = register_flow(
    Flow(
        lifecycle=IMPROVEMENT, case=Improvement, step=ImprovementStep, clock=ImprovementClock,
        clocks={
            "accept": ClockSpec("accept", "认领", lambda _: ("LX-170", "accept")),
            "decide": ClockSpec("decide", "复核异议", lambda _: ("LX-170", "decide")),
            "verify": ClockSpec("verify", "验收", lambda _: ("LX-170", "verify")),
            # time for those concerned to answer; it runs beside the states
            "answer": ClockSpec("answer", "单位说明", lambda _: ("LX-171", "answer"), duty="citizen"),
        },
        is_author=nobody, announce=announcing.moved, alert=announcing.alert,
        guards={
            **dict.fromkeys(("accept", "measure", "measured", "progress", "report"), policies.at_home),
            "object": policies.may_object, "keep": policies.may_decide, "drop": policies.may_decide,
            "extend": policies.may_extend, "reopen": policies.may_verify, "settle_again": policies.may_settle,
            "send_back": policies.may_verify, "close": policies.may_verify,
            "ask_show": policies.may_ask_show, "answer_show": policies.may_answer, "show": policies.may_show,
            "keep_inside": policies.may_release, "take_down": policies.may_take_down, "correct": policies.may_correct,
        },
    )
)  # fmt: skip
