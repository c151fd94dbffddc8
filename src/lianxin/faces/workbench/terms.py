"""换届提醒 in 今天要办: to those whose own organisation's term of office ends (BR-06 for branches)."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor

from .preferences import LINES, TERM_AHEAD

READ = "organisations.read"


def provide(actor: Actor, now: datetime) -> Work:
    """Own organisations alone: who is over a thousand branches finds theirs on the page of organisations."""
    today = timezone.localdate(now)
    places = actor.places_for(READ)
    if not places:
        return Work()
    rows = Organisation.objects.filter(path__in=places, closed_on=None, term_until__lte=today + TERM_AHEAD)
    found = []
    for office in rows.order_by("term_until", "path")[:LINES]:
        over = (office.term_days_left(today) or 0) < 0
        last = timezone.make_aware(datetime.combine(office.term_until or today, time(23, 59)))
        found.append(
            DueItem("组织", "任期已满，请换届" if over else "任期将满，请准备换届", f"/workbench/organisations/{office.pk}/",
                    "看组织", due=last, clock="任期", note=office.short_name)
        )  # fmt: skip
    return Work(found)
