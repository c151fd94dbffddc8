"""What letters add to 今天要办."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from . import badges, policies
from .flow import CLOCKS
from .lifecycle import LETTER
from .models import Instruction, Letter
from .queries import desk, leading, worklist
from .queries.tally import midnight

#: how many items the first page of the workbench carries; the piles say how many there are in all
SHOWN, SHOWN_WAITING, SHOWN_BESIDE = 40, 10, 10
#: queue beside the states -> (word on the button, what it is)
BESIDE = {
    "held_up": ("改派", "承办单位应当回避"),
    "helping": ("去协办", "协办"),
    "words": ("审核文字", "有追问、补充或评价待审核"),
    "publication": ("复核", "留言人申请公开"),
    "adoption": ("去确认", "采纳登记待确认"),
    "promises": ("登记落实", "公布过的采纳承诺"),
    "ordered": ("去反馈", "领导批示"),
    "reported": ("去阅结", "批示有了反馈"),
}
#: clocks that are the concern of co-handlers too; the others are the responsible office's own affair
SHARED = ("answer", "rework", "followup")
WAITS_FOR = {"waiting": "等留言人补充", "approving": "等审签", "replied": "等评价"}


def work(actor: Actor, now: datetime) -> Work:
    """Letters that wait for the actor, those that wait for others, and all piles.

    Three statements, and one for each pile beside the states (协办, 待审文字, 申请公开) that is not empty.
    """
    if not actor.has("letters.read"):
        return Work()
    counts = badges.counts_of(actor, now)
    items = [_item(letter) for letter in worklist.to_do(actor, SHOWN)]
    for name in BESIDE:
        if counts.of(name):
            letters = worklist.first_of(actor, name, SHOWN_BESIDE)
            said = leading.running(letters) if name == "ordered" else {}
            since = worklist.appealed_since(letters) if name == "publication" else {}
            items += [_beside(name, letter, said, since) for letter in letters]
    seen = {item.url for item in items}
    others = (_waiting(letter) for letter in worklist.waiting_for_others(actor, SHOWN_WAITING))
    items += [item for item in others if item.url not in seen]
    return Work(items, _piles(counts))


def due_items(actor: Actor, now: datetime) -> list[DueItem]:
    """Only the items, most urgent first."""
    return list(work(actor, now).items)


def _piles(counts: worklist.Counts) -> list[Pile]:
    """The queues of the actor's duties that are not empty."""
    found = counts.by_queue
    return [
        Pile(desk.label_of(name), f"/workbench/letters/?queue={name}", n, late)
        for name, (n, late) in found.items()
        if n
    ]


def _beside(
    name: str, letter: Letter, said: Mapping[int, Instruction], since: Mapping[int, datetime]
) -> DueItem:  # fmt: skip
    """A letter that waits for something else than its next state; a co-handler has its promises, no other dates."""
    word, what = BESIDE[name]
    parts = (what, letter.number, letter.organisation.short_name)
    shared = name == "held_up" or (name == "helping" and letter.due_clock in SHARED)
    due, clock = (letter.due_at, _clock(letter)) if shared else (None, "")
    if name == "promises":
        due, clock = _end_of(letter.adoption.until), "落实采纳"
    if name == "ordered":
        due, clock = _end_of(said[letter.pk].until), "反馈批示"
    if letter.pk in since:
        due, clock = policies.until("LX-01", "decide", letter, since[letter.pk]), "申诉复核"
    url = f"/workbench/letters/{letter.pk}/"
    return DueItem(
        kind=letter.get_kind_display(), title=letter.title, url=url, act=word, due=due, clock=clock,
        act_url=f"{url}transfer/" if name == "held_up" else "", note=" · ".join(p for p in parts if p),
        urgent=name == "held_up",
    )  # fmt: skip


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a promised day."""
    return midnight(day + timedelta(1)) - timedelta(seconds=1) if day else None


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
