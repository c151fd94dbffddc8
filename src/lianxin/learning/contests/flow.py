"""The table made executable. Its clocks are those of the rounds, which no office can miss."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import CONTEST
from .models import Contest, ContestStep

FLOW = register_flow(
    Flow(
        lifecycle=CONTEST, case=Contest, step=ContestStep, clock=None, clocks={},
        is_author=lambda actor, contest: actor.is_person(contest.author_id),
        announce=announcing.moved, alert=announcing.never,
        guards={
            "submit": policies.has_rounds, "give_back": policies.not_ones_own, "release": policies.may_release,
            "finish": policies.may_finish, "cancel": policies.before_the_end,
        },
    )
)  # fmt: skip
