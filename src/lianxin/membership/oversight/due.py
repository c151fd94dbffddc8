"""What the room adds to 今天要办: corrections with their last day, without names: pages lie open on desks."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import queries
from .announcing import DESK
from .lifecycle import KEEP

SHOWN = 10


def provide(actor: Actor, now: datetime) -> Work:
    """The nearest last day in front; only what stands at one's own organisations."""
    if not actor.has(KEEP):
        return Work()
    rows = queries.lane(actor, "open").filter(until__isnull=False, org_path__in=actor.places_for(KEEP))
    return Work(
        [
            DueItem("监督台账", "限期改正", f"{DESK}{row.pk}/", "去看看", clock="改正期限", note=row.organisation.short_name,
                    due=timezone.make_aware(datetime.combine(row.until, time(23, 59))) if row.until else None)
            for row in rows[:SHOWN]
        ]
    )  # fmt: skip
