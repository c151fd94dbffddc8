"""The table made executable. It has no clocks of the office: the meeting says when."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, following, policies
from .lifecycle import ELECTION
from .models import Election, ElectionStep

FLOW = register_flow(
    Flow(
        lifecycle=ELECTION, case=Election, step=ElectionStep, clock=None, clocks={},
        is_author=lambda actor, case: actor.is_person(case.author_id),
        announce=announcing.moved, alert=announcing.never,
        guards={
            "submit": policies.has_roll, "give_back": policies.not_ones_own, "release": policies.not_ones_own, "begin": policies.may_begin,
            "give_keys": policies.may_give_keys, "open": policies.may_open, "count": policies.may_count,
            "void": policies.may_void, "approve": policies.may_approve, "send_back": policies.may_approve,
            "cancel": policies.not_counted, "another": following.may_follow, "take_back": following.may_take_back,
            "reduce": following.may_reduce,
            "report": following.may_report,
        },
    )
)  # fmt: skip
