"""Every change of the channels."""

from __future__ import annotations

from .accounts import edit_account, register_account, set_menu, set_state
from .listing import amend, confirm_listing, enlist, return_listing, strike
from .replies import answer, end, nudge, receive
from .sending import cancel, published, replace, retry, send, taken_down, withdraw

__all__ = [
    "amend", "answer", "cancel", "confirm_listing", "edit_account", "end", "enlist", "nudge", "published", "receive",
    "register_account", "replace", "retry", "return_listing", "send", "set_menu", "set_state", "strike", "taken_down", "withdraw",
]  # fmt: skip
