"""Every change of a letter. One file for each stage of its way."""

from .adoption import confirm_adoption, propose_adoption, report_done, return_adoption
from .answering import draft_reply, return_reply, send_reply, submit_reply
from .citizen import (
    anonymise,
    appeal,
    appeal_private,
    ask_again,
    follow,
    rate,
    reopen,
    say_solved,
    supplement,
    unfollow,
    unpublish,
    urge,
    withdraw,
)
from .closing import call_back, close_unrated, escalate, give_alerts, go_on_without_supplement
from .dispatch import add_cohandler, assign, exclude, merge, send_back, supervise, transfer
from .handling import acknowledge, ask, extend, forward, note, progress, resume, take
from .review import decide_appeal, hide, keep_private, publish, refuse, review_message, review_rating, take_in
from .submission import Draft, confirm_assisted, submit

__all__ = [
    "Draft", "acknowledge", "add_cohandler", "anonymise", "appeal", "appeal_private", "ask", "ask_again", "assign",
    "call_back", "close_unrated", "confirm_adoption", "confirm_assisted", "decide_appeal", "draft_reply", "escalate", "exclude", "extend",
    "follow", "forward", "give_alerts", "go_on_without_supplement", "hide", "keep_private", "merge", "note", "progress",
    "propose_adoption",
    "publish", "rate", "refuse", "reopen", "report_done", "resume", "return_adoption", "return_reply", "review_message", "review_rating", "say_solved",
    "send_back", "send_reply", "submit", "submit_reply", "supervise", "supplement", "take", "take_in", "transfer",
    "unfollow", "unpublish", "urge", "withdraw",
]  # fmt: skip
