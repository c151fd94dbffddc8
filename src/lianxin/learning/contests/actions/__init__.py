"""Everything that changes something in the room."""

from .judging import decide, object_to
from .marking import mark_due, mark_round
from .planning import Plan, RoundPlan, change, draw_up, put_round, take_round_out
from .releasing import cancel, finish, give_back, release, submit
from .sitting import Kept, hand_in, keep, name_me, start

__all__ = [
    "Kept", "Plan", "RoundPlan", "cancel", "change", "decide", "draw_up", "finish", "give_back", "hand_in", "keep", "mark_due",
    "mark_round", "name_me", "object_to", "put_round", "release", "start", "submit", "take_round_out",
]  # fmt: skip
