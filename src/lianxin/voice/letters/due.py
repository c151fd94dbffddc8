"""What letters add to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from .flow import CLOCKS
from .lifecycle import LETTER
from .models import Letter
from .queries import desk, worklist

#: how many items the first page of the workbench carries; the piles say how many there are in all
SHOWN, SHOWN_WAITING = 40, 10
WAITS_FOR = {"waiting": "等留言人补充", "approving": "等审签", "replied": "等评价"}


def work(actor: Actor, now: datetime) -> Work:
    """Letters that wait for the actor, those that wait for others, and all piles. Three statements."""
    if not actor.has("letters.read"):
        return Work()
    items = [_item(letter) for letter in worklist.to_do(actor, SHOWN)]
    seen = {item.url for item in items}
    others = (_waiting(letter) for letter in worklist.waiting_for_others(actor, SHOWN_WAITING))
    items += [item for item in others if item.url not in seen]
    return Work(items, piles(actor, now))


def due_items(actor: Actor, now: datetime) -> list[DueItem]:
    """Only the items, most urgent first."""
    return list(work(actor, now).items)


def piles(actor: Actor, now: datetime) -> list[Pile]:
    """The queues of the actor's duties that are not empty."""
    found = worklist.counts(actor, now).by_queue
    return [
        Pile(desk.QUEUES[name][0], f"/workbench/letters/?queue={name}", n, late)
        for name, (n, late) in found.items()
        if n
    ]


def _item(letter: Letter) -> DueItem:
    word, slug = worklist.NEXT[letter.state]
    url = f"/workbench/letters/{letter.pk}/"
    urged = f"催办 {letter.urges} 次" if letter.urges else ""
    parts = (LETTER.by_state[letter.state].label, letter.number, letter.organisation.short_name, urged)
    return DueItem(
        kind=letter.get_kind_display(), title=letter.title, url=url, act=word,
        act_url=f"{url}{slug}/" if slug and slug != "take" else url, due=letter.due_at, clock=_clock(letter),
        note=" · ".join(p for p in parts if p), urgent=bool(letter.urges),
    )  # fmt: skip


def _waiting(letter: Letter) -> DueItem:
    return DueItem(
        kind=letter.get_kind_display(), title=letter.title, url=f"/workbench/letters/{letter.pk}/", act="查看",
        due=letter.due_at, clock=_clock(letter), note=letter.number or "", waiting_for=WAITS_FOR[letter.state],
    )  # fmt: skip


def _clock(letter: Letter) -> str:
    return CLOCKS[letter.due_clock].label if letter.due_clock in CLOCKS else ""
