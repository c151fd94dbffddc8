"""What changes problems: entering, working, checking, showing."""

from .checking import close, decide, drop, extend, look_again, reopen, send_back, settle_again
from .entering import Facts, Plan, correct, enter
from .showing import answer_show, ask_show, keep_inside, show, take_down
from .working import accept, add_measure, finish_measure, object_to, progress, remind, report

__all__ = [
    "Facts", "Plan", "accept", "add_measure", "answer_show", "ask_show", "close", "correct", "decide", "drop", "enter",
    "extend", "finish_measure", "keep_inside", "look_again", "object_to", "progress", "remind", "reopen", "report",
    "send_back", "settle_again", "show", "take_down",
]  # fmt: skip
