"""还原事件始末: the time line of a topic, read in either order, each entry with its source and how sure it is (R114)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from .addresses import with_addresses
from .models import ArticlePage
from .queries import live
from .words import KNOWLEDGE, KNOWLEDGE_TONES


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as it is shown. items: published items of any site that belong to it."""

    day: date
    time: time | None
    value: Any
    items: list[ArticlePage]

    @property
    def label(self) -> str:
        """How sure it is, in a word."""
        return KNOWLEDGE.get(self.value["knowledge"], "核实中")

    @property
    def tone(self) -> str:
        """Colour of that word."""
        return KNOWLEDGE_TONES.get(self.value["knowledge"], "wait")


def line_of(article: ArticlePage, query: Mapping[str, str]) -> dict[str, Any]:
    """Entries by day. ``?order=new`` puts the latest first; anything else tells it from the beginning."""
    values = [block.value for block in article.body if block.block_type == "event" and block.value["day"]]
    wanted = {page.pk for value in values for page in value["items"] if page is not None}
    # what a topic points at is shown only while it is published itself (M01)
    found = {x.pk: x for x in with_addresses(list(live().filter(pk__in=wanted)))} if wanted else {}
    events = [
        Event(v["day"], v["time"], v, [found[p.pk] for p in v["items"] if p is not None and p.pk in found])
        for v in values
    ]
    events.sort(key=lambda e: (e.day, e.time or time.min))
    latest = query.get("order") == "new"
    return {
        "events": events[::-1] if latest else events,
        "orders": [("从头看", "?", not latest), ("看最新", "?order=new", latest)] if len(events) > 1 else [],
        "open_count": sum(1 for e in events if e.value["knowledge"] == "checking"),
        "newest_event": events[-1] if events else None,
    }
