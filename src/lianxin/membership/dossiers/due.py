"""What the room adds to 今天要办: papers that members brought and nobody has looked at, members written
down by one person. Reading is no duty with a clock (B02)."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """One line for each paper, without what it says."""
    if not actor.has(policies.EDIT):
        return Work()
    rows = queries.proposals(actor).exclude(member__person_id=actor.person_id or 0)[:SHOWN]
    asked = queries.admissions(actor)[:SHOWN]
    return Work([
        DueItem("党员档案", f"确认{row.member.name}的补录", f"/workbench/members/{row.member_id}/admission/", "去确认",
                note=row.member.organisation.short_name)
        for row in asked
    ] + [
        DueItem("党员档案", f"核对{row.member.name}交来的{row.kind}", f"/workbench/members/papers/{row.pk}/", "去核对",
                note=row.member.organisation.short_name)
        for row in rows
    ])  # fmt: skip
