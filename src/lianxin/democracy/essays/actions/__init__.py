"""Everything that changes a call, a work or a judgement."""

from __future__ import annotations

from .calling import (
    Asked,
    announce,
    begin_judging,
    close,
    draft,
    drop,
    edit,
    extend,
    release,
    return_result,
    stop,
    submit_result,
)
from .choosing import accept, decide, decide_appeal, hand, hide, refuse, send_back
from .judging import ask_judge, declare, hand_in_judgement, let_go, stand_aside
from .reminding import remind
from .writing import appeal, discard, keep_private, let_show, send, take_back, withdraw

__all__ = [
    "Asked", "accept", "announce", "appeal", "ask_judge", "begin_judging", "close", "decide", "decide_appeal", "declare",
    "discard", "draft", "drop", "edit", "extend", "hand", "hand_in_judgement", "hide", "keep_private", "let_go", "let_show",
    "refuse", "release", "remind", "return_result", "send", "send_back", "stand_aside", "stop", "submit_result", "take_back",
    "withdraw",
]  # fmt: skip
