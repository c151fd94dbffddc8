"""Everything that changes a poll."""

from .casting import cast
from .drawing import Draft, cancel, change, draw, give_back, release, submit
from .keeping import keep, tell_keepers
from .results import announce, archive, enter_paper
from .rolls import answer, enrol, hand_paper, object_to

__all__ = [
    "Draft",
    "announce",
    "answer",
    "archive",
    "cancel",
    "cast",
    "change",
    "draw",
    "enrol",
    "enter_paper",
    "give_back",
    "hand_paper",
    "keep",
    "object_to",
    "release",
    "submit",
    "tell_keepers",
]
