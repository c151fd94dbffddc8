"""The two tables made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import CALL, WORK
from .models import Call, CallClock, CallStep, Work, WorkClock, WorkStep

CALL_FLOW = register_flow(
    Flow(
        lifecycle=CALL, case=Call, step=CallStep, clock=CallClock,
        clocks={"result": ClockSpec("result", "公布结果", lambda _: ("LX-196", "result"))},
        is_author=lambda actor, call: False, announce=announcing.call_moved, alert=announcing.call_alert,
        guards={
            "release": policies.may_release, "extend": policies.may_extend, "close": policies.may_close,
            "judges": policies.may_ask_judges, "begin_judging": policies.may_begin_judging,
            "submit_result": policies.may_submit_result, "return_result": policies.not_decider,
            "announce": policies.not_decider,
        },
    )
)  # fmt: skip


WORK_FLOW = register_flow(
    Flow(
        lifecycle=WORK, case=Work, step=WorkStep, clock=WorkClock,
        clocks={
            "review": ClockSpec("review", "审稿", lambda _: ("LX-197", "review")),
            "look": ClockSpec("look", "复核申诉", lambda _: ("LX-01", "decide")),
        },
        is_author=policies.is_author, announce=announcing.work_moved, alert=announcing.work_alert,
        guards={
            "hand_in": policies.may_hand_in, "offer": policies.may_offer, "take_back": policies.may_take_back,
            "withdraw": policies.may_withdraw, "send_back": policies.may_send_back, "accept": policies.may_accept,
            "refuse": policies.may_refuse, "decide": policies.may_decide, "appeal": policies.may_appeal,
            "uphold": policies.may_look, "admit": policies.may_admit, "reopen": policies.may_reopen,
            "hand": policies.may_hand, "hide": policies.not_own,
        },
    )
)  # fmt: skip
