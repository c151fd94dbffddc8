"""The table made executable. It has no clocks of the office: opening and closing stand in the poll itself."""

from __future__ import annotations

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import POLL
from .models import Poll, PollStep

FLOW = register_flow(
    Flow(
        lifecycle=POLL, case=Poll, step=PollStep, clock=None, clocks={},
        is_author=lambda actor, poll: actor.is_person(poll.author_id),
        announce=announcing.moved, alert=announcing.never,
        guards={
            "submit": policies.is_kept, "give_back": policies.not_ones_own, "release": policies.may_release, "enrol": policies.may_enrol,
            "announce": policies.may_announce, "cancel": policies.before_the_end,
        },
    )
)  # fmt: skip
