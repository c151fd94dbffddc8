"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from .announcing import DESK, motion_desk
from .flow import CONSULTATION_FLOW, MOTION_FLOW
from .lifecycle import ANSWER, MANAGE, RELEASE
from .queries import desk

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Motions without an answer, results to be carried out or published, consultations to be released and answered."""
    if not any(actor.has(verb) for verb in (MANAGE, ANSWER, RELEASE)):
        return Work()
    motions = desk.motions(actor).filter(closed_at=None).exclude(state="declined").order_by("due_at", "pk")
    found = [
        DueItem("议题", row.title, motion_desk(row), "去看看", due=row.due_at, note=f"{row.state_label} · {row.organisation.short_name}",
                clock=MOTION_FLOW.clocks[row.due_clock].label if row.due_clock else "")
        for row in motions[:SHOWN]
    ]  # fmt: skip
    # a finished one comes back with a correction to be released, or an opinion that an appeal brought back
    open_ones = Q(closed_at=None) | Q(due_at__isnull=False) | ~Q(wish_note="")
    cases = desk.consultations(actor).filter(open_ones).order_by("due_at", "pk")
    found += [
        DueItem("意见征集", row.title, f"{DESK}{row.pk}/", "去看看", due=row.due_at, note=f"{row.state_label} · {row.organisation.short_name}",
                clock=CONSULTATION_FLOW.clocks[row.due_clock].label if row.due_clock else "")
        for row in cases[:SHOWN]
    ]  # fmt: skip
    return Work(found)
