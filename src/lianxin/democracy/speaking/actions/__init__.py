"""Actions of the room: `say`, `say_officially`; what reviewers decide; what authors do with their own words."""

from .deciding import decide_amendment, decide_appeal, hide, publish, refuse, remind
from .own import amend, appeal, withdraw
from .saying import say, say_officially

__all__ = [
    "amend",
    "appeal",
    "decide_amendment",
    "decide_appeal",
    "hide",
    "publish",
    "refuse",
    "remind",
    "say",
    "say_officially",
    "withdraw",
]
