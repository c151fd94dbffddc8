"""Actions of the room."""

from .following import follow, tell_followers, tell_silent, unfollow
from .proposing import appeal, decide_appeal, decline, propose, withdraw
from .running import close_due, drop, release, remind, reschedule, set_keepers, take_down
from .summing import release_summary, return_summary, summarise
from .writing import Words, draft, edit, take_up

__all__ = [
    "Words", "appeal", "close_due", "decide_appeal", "decline", "draft", "drop", "edit", "follow", "propose", "release",
    "release_summary", "remind", "reschedule", "return_summary", "set_keepers", "summarise", "take_down", "take_up",
    "tell_followers", "tell_silent", "unfollow", "withdraw",
]  # fmt: skip
