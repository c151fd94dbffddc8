"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import CONTRIBUTION
from .models import Contribution, ContributionClock, ContributionStep

FLOW = register_flow(
    Flow(
        lifecycle=CONTRIBUTION, case=Contribution, step=ContributionStep, clock=ContributionClock,
        clocks={
            "review": ClockSpec("review", "审核", lambda _: ("LX-130", "review")),
            "appeal": ClockSpec("appeal", "申诉复核", lambda _: ("LX-01", "decide")),
        },
        is_author=policies.is_author, announce=announcing.moved, alert=announcing.alert,
        guards={
            "publish": policies.may_review, "refuse": policies.may_review, "hide": policies.may_review,
            "appeal": policies.may_appeal, "contest": policies.may_appeal,
            "overturn": policies.may_decide, "uphold": policies.may_decide,
            "restore": policies.may_decide, "keep_hidden": policies.may_decide,
            "amend": policies.may_amend, "take_amendment": policies.may_review_amendment,
            "drop_amendment": policies.may_review_amendment,
        },
    )
)  # fmt: skip
