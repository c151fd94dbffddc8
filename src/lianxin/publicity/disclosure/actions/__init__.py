"""Every change of the room. One file for each stage."""

from .asking import ask, extend, grant, refuse, withdraw_request
from .catalogue import Line, add_line, add_template, edit_line, give, remind, retire_all, retire_line
from .clocks import give_alerts
from .conveying import convey
from .keeping import set_keepers, warn_unkept
from .proposing import Draft, drop, propose, resubmit
from .readers import (
    alert_questions,
    answer_question,
    appeal_question,
    ask_question,
    rate,
    review_answer,
    review_question,
)
from .reviewing import approve, check_secrecy, return_item, review
from .showing import (
    apply_correction,
    carry_out,
    correct,
    open_up,
    return_correction,
    review_correction,
    withdraw,
)

__all__ = [
    "Draft", "Line", "add_line", "add_template", "alert_questions", "answer_question", "appeal_question", "apply_correction", "approve", "ask",
    "ask_question", "carry_out", "check_secrecy", "convey", "correct", "drop", "edit_line", "extend", "give", "give_alerts",
    "grant", "open_up", "propose", "rate", "refuse", "remind", "resubmit", "retire_all", "retire_line", "return_correction", "return_item",
    "review", "review_answer", "review_correction", "review_question", "set_keepers", "warn_unkept", "withdraw", "withdraw_request",
]  # fmt: skip
