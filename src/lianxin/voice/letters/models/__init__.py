"""Tables of the letters room, split by concern."""

from .adoption import Adoption
from .answers import CallBack, Message, Rating, Reply
from .letter import Letter, LetterClock, LetterStep
from .links import Follow, Party, Review
from .topics import Route, Topic

__all__ = [
    "Adoption",
    "CallBack",
    "Follow",
    "Letter",
    "LetterClock",
    "LetterStep",
    "Message",
    "Party",
    "Rating",
    "Reply",
    "Review",
    "Route",
    "Topic",
]
