"""Every change of the room. One file for each part."""

from .consulting import Draft, draft, edit, extend, finish, release, report, return_report, send_back, stop, submit
from .correcting import correct, drop_correction, show_late, take_correction
from .deciding import Outcome, decide, finish_motion, hide, postpone, publish, return_result, vote
from .declaring import Declared, declare
from .grouping import answer, form_group, place, take_out
from .proposing import Proposal, propose, put_down, second, unsecond
from .reminding import remind
from .taking_up import appeal, decline, look, show, take_up, withdraw

__all__ = [
    "Declared", "Draft", "Outcome", "Proposal", "answer", "appeal", "correct", "decide", "declare", "decline", "draft", "drop_correction", "edit",
    "extend", "finish", "finish_motion", "form_group", "hide", "look", "place", "postpone", "propose", "publish", "put_down",
    "release", "remind", "report", "return_report", "return_result", "second", "send_back", "show", "show_late", "stop", "submit",
    "take_correction", "take_out", "take_up", "unsecond", "vote", "withdraw",
]  # fmt: skip
