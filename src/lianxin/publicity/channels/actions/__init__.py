"""Every change of the channels."""

from __future__ import annotations

from .accounts import edit_account, register_account, set_menu, set_state
from .listing import amend, enlist, strike
from .replies import answer, end, nudge, receive
from .sending import cancel, published, replace, retry, send, taken_down, withdraw

__all__ = [
    "amend", "answer", "cancel", "edit_account", "end", "enlist", "nudge", "published", "receive",
    "register_account", "replace", "retry", "send", "set_menu", "set_state", "strike", "taken_down", "withdraw",
]  # fmt: skip
