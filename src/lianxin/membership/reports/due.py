"""What the room adds to 今天要办: copies to let out, people who want to talk. Reading is no duty with a clock, so it adds nothing (B02)."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Copies for everybody that wait for a second person, and wishes to talk, without names: pages lie open on desks."""
    if not actor.has(policies.TALK):
        return Work()
    asked = [
        DueItem(
            "谈心谈话",
            "有同志想和您谈谈",
            "/workbench/reports/talks/",
            "去看看",
            note=row.member.organisation.short_name,
        )
        for row in queries.wishes_to(actor)[:SHOWN]
    ]
    rows = queries.copies(actor).filter(copy="asked")[:SHOWN]
    return Work(
        asked
        + [
            DueItem(
                "思想汇报",
                "公开稿等待放行",
                f"/workbench/reports/{row.pk}/copy/",
                "去看看",
                note=row.organisation.short_name,
            )
            for row in rows
        ]
    )
