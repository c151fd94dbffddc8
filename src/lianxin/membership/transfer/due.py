"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries
from .lifecycle import ISSUE, JUDGE, TRANSFER

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Transfers whose next step is the actor's, the letter that runs out first in front."""
    if not actor.has(policies.READ):
        return Work()
    found = []
    for case in queries.lane(actor, "turn")[:SHOWN]:
        if not actor.may(JUDGE if case.state == "appealed" else ISSUE, case.org_path):
            continue
        last = case.valid_until if case.state == "issued" else None
        found.append(
            DueItem(
                "组织关系转接", case.name, f"/workbench/transfer/{case.pk}/", "去办理",
                due=timezone.make_aware(datetime.combine(last, time(23, 59))) if last else None,
                clock="介绍信有效期" if last else "", note=f"{TRANSFER.by_state[case.state].label} · {case.source_name}",
            )
        )  # fmt: skip
    return Work(found)
