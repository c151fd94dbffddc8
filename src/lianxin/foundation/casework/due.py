"""今天要办: what waits for a person, told by every room in the same shape.

A room registers one provider in its ``apps.ready()``; the workbench asks all of them and sorts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.kernel.actor import Actor

#: group -> heading, in the order in which people see them
GROUPS = {"overdue": "已逾期", "today": "今天到期", "week": "七天内到期", "later": "以后到期", "waiting": "等别人"}
#: how far the third group looks ahead: a wish of the page, no regulation
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do, or one that waits for somebody else.

    kind: word of the room for the tag ("留言"); act: word on the button; due: the deadline or None;
    clock: which promise it is ("答复"); note: one soft line; waiting_for: who has to act, empty when
    it is the reader; urgent: stands before others of its group (督办, 催办).
    """

    kind: str
    title: str
    url: str
    act: str = "去办理"
    act_url: str = ""
    due: datetime | None = None
    clock: str = ""
    note: str = ""
    waiting_for: str = ""
    urgent: bool = False

    @property
    def action_url(self) -> str:
        """Where the button leads: straight to the form when the room named one."""
        return self.act_url or self.url


@dataclass(frozen=True, slots=True)
class Pile:
    """A queue of a room with its count, so that a list cut short never hides how much there is."""

    label: str
    url: str
    count: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """Answer of one provider: the most urgent items (the provider cuts) and all its piles."""

    items: Sequence[DueItem] = ()
    piles: Sequence[Pile] = ()


Provider = Callable[[Actor, datetime], Work]
_providers: dict[str, Provider] = {}


def register_due(name: str, provider: Provider) -> None:
    """Make a room's work known to the workbench; the same name again replaces it."""
    _providers[name] = provider


def gather(actor: Actor, now: datetime) -> Work:
    """The work of all rooms, items most urgent first."""
    parts = [_providers[name](actor, now) for name in sorted(_providers)]
    items = [item for part in parts for item in part.items]
    return Work(sorted(items, key=_urgency), [pile for part in parts for pile in part.piles])


def due_items(actor: Actor, now: datetime) -> list[DueItem]:
    """Everything that waits for the actor, most urgent first, then what waits for others."""
    return list(gather(actor, now).items)


def group_of(item: DueItem, now: datetime) -> str:
    """Key of `GROUPS` that an item belongs to."""
    if item.waiting_for:
        return "waiting"
    if item.due is None:
        return "later"
    if item.due < now:
        return "overdue"
    if timezone.localdate(item.due) == timezone.localdate(now):
        return "today"
    return "week" if item.due <= now + WEEK else "later"


def grouped(items: Iterable[DueItem], now: datetime) -> dict[str, list[DueItem]]:
    """Items by group, groups in their order, empty ones left out."""
    found: dict[str, list[DueItem]] = {key: [] for key in GROUPS}
    for item in items:
        found[group_of(item, now)].append(item)
    return {key: rows for key, rows in found.items() if rows}


def _urgency(item: DueItem) -> tuple[bool, bool, bool, float]:
    due = item.due.timestamp() if item.due else 0.0
    return bool(item.waiting_for), not item.urgent, item.due is None, due
