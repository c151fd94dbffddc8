"""Every change of the room; one module for registrations, one for proposals, one for what the days bring."""

from .caring import contact, own_word, withdraw
from .following import follow
from .looking import look, remind
from .matters import answer, decide, discuss, hear, propose, reopen, send_back, set_aside, tell
from .registering import Place, assign_liaison, change_kind, confirm, end, move_on, note_host, register

__all__ = [
    "Place", "answer", "assign_liaison", "change_kind", "confirm", "contact", "decide", "discuss", "end", "follow", "hear", "look",
    "move_on", "note_host", "own_word", "propose", "register", "remind", "reopen", "send_back", "set_aside", "tell", "withdraw",
]  # fmt: skip
