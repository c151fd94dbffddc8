"""Tables of the disclosure room, split by concern."""

from .asking import Request, RequestClock, RequestStep
from .catalogue import Entry, EntryClock, EntryStep, Template
from .items import Item, ItemClock, ItemStep, Secrecy, Version
from .readers import Question, Rating
from .telling import Telling

__all__ = [
    "Entry",
    "EntryClock",
    "EntryStep",
    "Item",
    "ItemClock",
    "ItemStep",
    "Question",
    "Rating",
    "Request",
    "RequestClock",
    "RequestStep",
    "Secrecy",
    "Telling",
    "Template",
    "Version",
]
