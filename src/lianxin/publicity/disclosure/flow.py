"""The three flows made executable: clocks, guards, notices."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import ENTRY, ITEM, REQUEST
from .models import Entry, EntryClock, EntryStep, Item, ItemClock, ItemStep, Request, RequestClock, RequestStep


def renewal(entry: Any) -> tuple[str, str]:
    """(rule, figure) of the rhythm of a line: its frequency is the name of the figure."""
    return "LX-33", str(entry.frequency)


ENTRY_FLOW = register_flow(
    Flow(
        lifecycle=ENTRY, case=Entry, step=EntryStep, clock=EntryClock,
        clocks={"renew": ClockSpec("renew", "按期更新", renewal)},
        is_author=policies.nobody, announce=announcing.entry_moved, alert=announcing.entry_alert,
    )
)  # fmt: skip

ITEM_FLOW = register_flow(
    Flow(
        lifecycle=ITEM, case=Item, step=ItemStep, clock=ItemClock,
        clocks={
            "review": ClockSpec("review", "审核", lambda _: ("LX-31", "review")),
            "approve": ClockSpec("approve", "审批", lambda _: ("LX-31", "approve")),
            "carry_out": ClockSpec("carry_out", "实施公开", lambda _: ("LX-31", "carry_out")),
            # time for people inside to read; no promise of the office
            "inner": ClockSpec("inner", "党内公开", lambda _: ("LX-32", "inner"), duty="citizen"),
        },
        is_author=policies.nobody, announce=announcing.item_moved, alert=announcing.item_alert,
        guards={
            "clear_secrecy": policies.may_check_secrecy,
            "stop_secrecy": policies.may_check_secrecy,
            "review": policies.may_review,
            "return_review": policies.not_own,
            "approve": policies.may_approve,
            "return_approval": policies.may_return_approval,
            "show_inside": policies.may_show_inside,
            "show_inside_first": policies.may_show_inside_first,
            "open": policies.may_open,
            "correct": policies.may_correct,
            "review_correction": policies.may_review_correction,
            "return_correction": policies.may_return_correction,
            "apply_correction": policies.may_apply_correction,
        },
    )
)  # fmt: skip

REQUEST_FLOW = register_flow(
    Flow(
        lifecycle=REQUEST, case=Request, step=RequestStep, clock=RequestClock,
        clocks={"decide": ClockSpec("decide", "答复申请", lambda _: ("DIS-03", "decide"))},
        is_author=policies.is_asker, announce=announcing.request_moved, alert=announcing.request_alert,
        guards={
            "extend": policies.may_extend,
            "grant": policies.may_answer,
            "refuse": policies.may_answer,
        },
    )
)  # fmt: skip
FLOWS = (ENTRY_FLOW, ITEM_FLOW, REQUEST_FLOW)
