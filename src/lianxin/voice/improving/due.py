"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .flow import FLOW
from .lifecycle import READ, RELEASE, SET, VERIFY, WORK, WORKED
from .models import Improvement, ImprovementStep
from .words import LANES

SHOWN = 12
#: state -> (slug of the step, word on the button)
NEXT = {
    "entered": ("accept", "认领"),
    "objected": ("decide", "复核异议"),
    "working": ("", "去整改"),
    "reported": ("close", "验收"),
}


def provide(actor: Actor, now: datetime) -> Work:
    """Problems that wait for the actor, then those that wait for others; what is asked to be shown; hints.

    One statement where there is nothing, five where there is everything.
    """
    if not actor.has(READ):
        return Work()
    counts = queries.counts(actor)
    if not any(counts.values()):
        return Work()
    piles = [
        Pile(f"整改：{LANES[s][0]}", f"{DESK}?lane={s}", counts[s])
        for s in ("entered", "reported", "again")
        if counts[s]
    ]
    if not any(actor.has(verb) for verb in (WORK, SET, VERIFY, RELEASE)):
        return Work((), piles)
    rows = list(queries.at_desk(actor).filter(state__in=list(NEXT)).order_by("due_on", "pk")[:SHOWN])
    asked: list[Improvement] = []
    if actor.has(RELEASE):
        asked = list(queries.at_desk(actor).filter(asked_at__isnull=False).order_by("asked_at", "pk")[:SHOWN])
    again = list(queries.lane(actor, "again")[:SHOWN]) if actor.has(VERIFY) and counts["again"] else []
    done = _done(actor, [*rows, *asked, *again])
    found = [_item(case, mine=_is_mine(actor, case, done)) for case in rows]
    found += [_other(c, "公开整改", "show", "去决定", "提请公开") for c in asked if (c.pk, "ask_show") not in done]
    found += [
        _other(c, "又出现了", "", "去看看", f"又收到 {c.again_n} 件同类留言")
        for c in again
        if actor.may(VERIFY, c.set_path) and not _worked(c, done)
    ]
    return Work(found, piles)


def _done(actor: Actor, cases: list[Improvement]) -> set[tuple[int, str]]:
    """(problem, step) of everything that the actor did to these. One statement."""
    rows = ImprovementStep.objects.filter(case__in=[case.pk for case in cases], person_id=actor.person_id)
    return set(rows.values_list("case_id", "event")) if cases else set()


def _worked(case: Improvement, done: set[tuple[int, str]]) -> bool:
    return any((case.pk, event) in done for event in WORKED)


def _is_mine(actor: Actor, case: Improvement, done: set[tuple[int, str]]) -> bool:
    """Whose turn it is, as the policies say, without asking them one by one."""
    if case.state in ("entered", "working"):
        return case.org_path in actor.places_for(WORK)
    if case.state == "objected":
        return actor.may(SET, case.set_path) and not {(case.pk, "enter"), (case.pk, "object")} & done
    return actor.may(VERIFY, case.set_path) and not _worked(case, done)


def _item(case: Improvement, *, mine: bool) -> DueItem:
    slug, word = NEXT[case.state]
    clock = "整改" if case.state == "working" else (FLOW.clocks[case.due_clock].label if case.due_clock else "")
    url = f"{DESK}{case.pk}/"
    other = case.set_by if case.state in ("objected", "reported") else case.organisation
    return DueItem(
        "整改", case.title, url, word if mine else "去看看", act_url=f"{url}{slug}/" if mine and slug else "", due=case.deadline,
        clock=clock, note=f"{case.number} · {case.state_label} · {case.organisation.short_name}",
        waiting_for="" if mine else other.short_name,
    )  # fmt: skip


def _other(case: Improvement, kind: str, slug: str, word: str, note: str) -> DueItem:
    url = f"{DESK}{case.pk}/"
    return DueItem(kind, case.title, url, word, act_url=f"{url}{slug}/" if slug else "",
                   note=f"{case.number} · {note} · {case.organisation.short_name}")  # fmt: skip
