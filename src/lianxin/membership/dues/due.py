"""What the room adds to 今天要办: money that waits to be matched, what was handed up, ways to pay that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies
from . import queries as dues
from .bills import queries
from .models import PayWay
from .reckoning import yuan

ROOT = "/workbench/dues/"
SHOWN = 5
#: counted one by one up to here
MANY = 99


def provide(actor: Actor, now: datetime) -> Work:
    """One line for all bills, one for each end of what was handed up, one for each way to pay; four statements."""
    if not actor.has(policies.KEEP):
        return Work([])
    items = []
    count, fen = queries.waiting(actor, actor.paths_for(policies.KEEP))
    if count:
        items.append(DueItem("党费", f"账单有 {count} 笔、{yuan(fen)} 元没有对上", f"{ROOT}bills/", "去对账"))
    items += _handed_up(actor)
    rows = (
        PayWay.objects.visible_to(actor, policies.KEEP).filter(standing="proposed").exclude(proposed_by=actor.person_id)
    )
    items += [
        DueItem("党费", f"核对收款方式：{way.payee}", f"{ROOT}ways/?org={way.organisation_id}", "去核对", note=way.organisation.short_name)
        for way in rows.select_related("organisation").order_by("pk")[:SHOWN]
    ]  # fmt: skip
    return Work(items)


def _handed_up(actor: Actor) -> list[DueItem]:
    """What arrived and waits for a word, what was different and waits to be put right."""
    items = []
    for rows, end, title, act in (
        (dues.to_confirm(actor), "above", "下级上缴的党费有 {} 笔等着确认", "去确认"),
        (dues.to_settle(actor), "organisation", "上缴的党费有 {} 笔和上级收到的不一样", "去处理"),
    ):
        of = list(rows.values_list(end, flat=True)[:MANY])
        if of:
            items.append(DueItem("党费", title.format(len(of)), f"{ROOT}handed/?org={of[0]}", act))
    return items
