"""Tables of the portal."""

from __future__ import annotations

from .bodies import PublishedBody
from .conveying import Conveyance
from .desk import Appeal, Emergency, Verdict, Version, Withdrawal, WordEntry
from .faces import OldAddress, SiteFace
from .imported import ImportedItem
from .pages import ArticlePage, ColumnPage, SitePage
from .pictures import ShownPicture
from .relays import Relay, RelayClock, RelayStep
from .reshapes import Reshape, ReshapeClock, ReshapeStep
from .review import DutyTask
from .reviewed import ReviewedPage
from .topics import PlannedTopic, TopicStep

__all__ = [
    "Appeal",
    "ArticlePage",
    "ColumnPage",
    "Conveyance",
    "DutyTask",
    "Emergency",
    "ImportedItem",
    "OldAddress",
    "PlannedTopic",
    "PublishedBody",
    "Relay",
    "RelayClock",
    "RelayStep",
    "Reshape",
    "ReshapeClock",
    "ReshapeStep",
    "ReviewedPage",
    "ShownPicture",
    "SiteFace",
    "SitePage",
    "TopicStep",
    "Verdict",
    "Version",
    "Withdrawal",
    "WordEntry",
]
