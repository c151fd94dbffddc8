"""What a page of several rooms shows of one thing that people can take part in; plain Python.

Every room of the wing answers ``queries.open_cards(actor, limit) -> list[Card]``: only what that actor may see, what is
running first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to take part in.

    kind: the room's word, e.g. ``"forum"``; url: a path of this site; organisation: its short name; opens_at and
    closes_at: aware or None; state_words: 中文, e.g. 正在讨论; count: how many, or None where no number is shown;
    count_words: what is counted, e.g. 条发言; audience: ``"branch"``, ``"members"`` or ``"public"``.
    """

    kind: str
    title: str
    url: str
    organisation: str
    opens_at: datetime | None
    closes_at: datetime | None
    state_words: str
    count: int | None
    count_words: str
    audience: str
