"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Pile, Work
from lianxin.kernel.actor import Actor

from .models import Entry, Item, Request
from .queries import work
from .queries.work import QUEUES

KIND = "党务公开"
SHOWN = 15
#: late lines of others that are named one by one; more of them are one line, so that one's own work stays in sight
FEW = 3
VACANT = "/workbench/disclosure/catalogue/?vacant=1"
LATE = "/workbench/disclosure/catalogue/?late=1"


def provide(actor: Actor, now: datetime) -> Work:
    """Items, requests and renewals that wait for the actor, and the piles."""
    if not actor.has(work.READ):
        return Work()
    behind = work.left_behind(actor, now) if actor.has("disclosure.catalogue") else None
    also = {"behind": behind, "vacant": work.vacant_lines(actor)} if behind is not None else {}
    counts = work.counts(actor, now, also)
    found = [
        _item(item, QUEUES[name].word, QUEUES[name].label)
        for name, n in counts.items()
        if n and name in QUEUES
        for item in QUEUES[name].rows(actor, now)[:SHOWN]
        if not _decides_about_own(actor, item, name)
    ]
    if counts.get("requests"):
        found += [_request(r) for r in work.waiting_requests(actor)[:SHOWN]]
    if actor.has("disclosure.propose"):
        found += [
            DueItem(
                KIND, f"{e.matter}：按期更新", f"/workbench/disclosure/catalogue/{e.pk}/", "去提出",
                f"/workbench/disclosure/new/?entry={e.pk}", due=e.due_at, clock="更新",
                note=f"{e.organisation.short_name} · {e.get_frequency_display()}",
            )
            for e in work.running_out(actor, now)[:SHOWN]
        ]  # fmt: skip
    late = counts.get("behind", 0)
    if behind is not None and late:
        found += [_late_line(e) for e in behind] if late <= FEW else [_late_lines(behind[0], late)]
    found += _unkept(counts.get("vacant", 0))
    piles = [
        Pile(QUEUES[n].label, f"/workbench/disclosure/?queue={n}", c) for n, c in counts.items() if c and n in QUEUES
    ]
    if late:
        piles.append(Pile("目录到期没有更新", LATE, late, late=late))
    return Work(found, piles)


def _request(request: Request) -> DueItem:
    return DueItem(
        "公开申请", request.title, f"/workbench/disclosure/requests/{request.pk}/", "去答复", due=request.due_at, clock="答复申请",
        note=f"{request.number} · {request.organisation.short_name}",
    )  # fmt: skip


def _unkept(count: int) -> list[DueItem]:
    """F01: one line for all that nobody keeps."""
    said = f"{count} 项目录没有责任人"
    return [DueItem(KIND, said, VACANT, "去指定", note="没有责任人，到期就没有人更新")] if count else []


def _late_line(entry: Entry) -> DueItem:
    """A renewal that others did not do in time: to be asked for, not to be done."""
    who = entry.handler.nickname if entry.handler else "没有责任人"
    return DueItem(
        KIND, f"{entry.matter}：到期没有更新", f"/workbench/disclosure/catalogue/{entry.pk}/", "去督促", due=entry.due_at,
        clock="更新", note=f"{entry.organisation.short_name} · {who}",
    )  # fmt: skip


def _late_lines(first: Entry, count: int) -> DueItem:
    return DueItem(
        KIND, f"{count} 项目录到期没有更新", LATE, "去督促", due=first.due_at, clock="更新", note=f"最早的是{first.organisation.short_name} · {first.matter}",
    )  # fmt: skip


def _decides_about_own(actor: Actor, item: Item, queue: str) -> bool:
    """What one wrote waits for others (M04)."""
    return queue in ("review", "approve") and (
        actor.is_person(item.proposed_by_id) or (queue == "approve" and actor.is_person(item.reviewed_by_id))
    )


def _item(item: Item, word: str, state: str) -> DueItem:
    return DueItem(
        KIND, item.title, f"/workbench/disclosure/{item.pk}/", word, due=item.due_at,
        clock={"review": "审核", "approve": "审批", "carry_out": "实施"}.get(item.due_clock, ""),
        note=f"{state} · {item.number} · {item.organisation.short_name}",
    )  # fmt: skip
