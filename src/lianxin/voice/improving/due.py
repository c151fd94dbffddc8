"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .flow import FLOW
from .lifecycle import READ, RELEASE, SET, VERIFY, WORK
from .models import Improvement
from .words import LANES

SHOWN = 12
#: state -> (event that moves it on, slug of the step, word on the button)
NEXT = {
    "entered": (("accept", "accept", "认领"),),
    "objected": (("keep", "decide", "复核异议"),),
    "working": (("report", "", "去整改"),),
    "reported": (("close", "close", "验收"),),
}


def provide(actor: Actor, now: datetime) -> Work:
    """Problems that wait for the actor, then those that wait for others; what is asked to be shown; hints."""
    if not actor.has(READ):
        return Work()
    counts = queries.counts(actor)
    piles = [
        Pile(f"整改：{LANES[s][0]}", f"{DESK}?lane={s}", counts[s])
        for s in ("entered", "reported", "again")
        if counts[s]
    ]
    if not any(actor.has(verb) for verb in (WORK, SET, VERIFY, RELEASE)):
        return Work((), piles)
    rows = queries.at_desk(actor).filter(state__in=list(NEXT)).order_by("due_on", "pk")[:SHOWN]
    found = [_item(actor, case, now) for case in rows]
    if actor.has(RELEASE):
        asked = queries.at_desk(actor).filter(asked_at__isnull=False).order_by("asked_at", "pk")[:SHOWN]
        found += [_other(case, "公开整改", "show", "去决定", "提请公开") for case in asked if may(actor, case, "show")]
    if actor.has(VERIFY) and counts["again"]:
        found += [_other(case, "又出现了", "", "去看看", f"又收到 {case.again_n} 件同类留言")
                  for case in queries.lane(actor, "again")[:SHOWN] if may(actor, case, "settle_again")]  # fmt: skip
    return Work(found, piles)


def _item(actor: Actor, case: Improvement, now: datetime) -> DueItem:
    event, slug, word = NEXT[case.state][0]
    mine = bool(may(actor, case, event))
    due = case.deadline
    clock = "整改" if case.state == "working" else (FLOW.clocks[case.due_clock].label if case.due_clock else "")
    url = f"{DESK}{case.pk}/"
    return DueItem(
        "整改", case.title, url, word if mine else "去看看", act_url=f"{url}{slug}/" if mine and slug else "", due=due, clock=clock,
        note=f"{case.number} · {case.state_label} · {case.organisation.short_name}",
        waiting_for="" if mine else (case.set_by.short_name if case.state in ("objected", "reported") else case.organisation.short_name),
    )  # fmt: skip


def _other(case: Improvement, kind: str, slug: str, word: str, note: str) -> DueItem:
    url = f"{DESK}{case.pk}/"
    return DueItem(kind, case.title, url, word, act_url=f"{url}{slug}/" if slug else "",
                   note=f"{case.number} · {note} · {case.organisation.short_name}")  # fmt: skip
