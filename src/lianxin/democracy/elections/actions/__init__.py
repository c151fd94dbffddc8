"""Everything that changes in the room."""

from .casting import Receipt, cast
from .drawing import Draft, Standing, bring_roll, cancel, change, draw, give_back, release, submit
from .finishing import another, approve, archive, count, count_paper, reduce, report, send_back, take_back, void
from .handing_in import drop_opinion, take_opinion
from .keys import give_keys, hand_in_key, hand_in_part, scrutineer_of
from .meeting import appoint, begin, check_in, close_vote, excuse, hand_out, open_vote, try_out
from .opening import shuffle, take_key_out

__all__ = [
    "Draft", "Receipt", "Standing", "another", "appoint", "approve", "archive", "begin", "bring_roll", "cancel", "cast", "change",
    "check_in", "close_vote", "count", "count_paper", "draw", "drop_opinion", "excuse", "give_back", "give_keys", "hand_in_key", "hand_in_part", "hand_out",
    "open_vote", "reduce", "release", "report", "scrutineer_of", "send_back", "shuffle", "submit", "take_back", "take_key_out", "take_opinion", "try_out",
    "void",
]  # fmt: skip
