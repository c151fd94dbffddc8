"""Tables of the letters room, split by concern."""

from .adoption import Adoption
from .answers import CallBack, Message, Rating, Reply, Words, WordsReview
from .grouping import Grouped, LetterGroup, Rise, SortedUpTo
from .leading import Instruction, Interest, Picked, Seen
from .letter import Letter, LetterClock, LetterStep
from .links import Follow, Party, Review
from .texts import ReplyText
from .topics import Route, Topic

__all__ = [
    "Adoption",
    "CallBack",
    "Follow",
    "Grouped",
    "Instruction",
    "Interest",
    "Letter",
    "LetterClock",
    "LetterGroup",
    "LetterStep",
    "Message",
    "Party",
    "Picked",
    "Rating",
    "Reply",
    "ReplyText",
    "Review",
    "Rise",
    "Route",
    "Seen",
    "SortedUpTo",
    "Topic",
    "Words",
    "WordsReview",
]
