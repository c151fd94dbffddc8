"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import BANK
from .models import BankQuestion, BankStep

FLOW = register_flow(
    Flow(
        lifecycle=BANK, case=BankQuestion, step=BankStep, clock=None, clocks={},
        is_author=lambda actor, case: actor.is_person(case.author_id),
        announce=announcing.moved, alert=announcing.never,
        guards={"approve": policies.not_ones_own, "give_back": policies.not_ones_own},
    )
)  # fmt: skip
