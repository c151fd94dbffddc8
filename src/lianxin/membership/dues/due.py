"""What the room adds to 今天要办: money that came in and waits to be matched, ways to pay that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies
from .bills import queries
from .models import PayWay
from .reckoning import yuan

ROOT = "/workbench/dues/"
SHOWN = 5


def provide(actor: Actor, now: datetime) -> Work:
    """One line for all bills, one for each way to pay; two statements."""
    if not actor.has(policies.KEEP):
        return Work([])
    items = []
    count, fen = queries.waiting(actor, actor.paths_for(policies.KEEP))
    if count:
        items.append(DueItem("党费", f"账单有 {count} 笔、{yuan(fen)} 元没有对上", f"{ROOT}bills/", "去对账"))
    rows = (
        PayWay.objects.visible_to(actor, policies.KEEP).filter(standing="proposed").exclude(proposed_by=actor.person_id)
    )
    items += [
        DueItem("党费", f"核对收款方式：{way.payee}", f"{ROOT}ways/?org={way.organisation_id}", "去核对", note=way.organisation.short_name)
        for way in rows.select_related("organisation").order_by("pk")[:SHOWN]
    ]  # fmt: skip
    return Work(items)
