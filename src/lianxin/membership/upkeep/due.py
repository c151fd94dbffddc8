"""What the room adds to 今天要办: cards to confirm and to look through."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries

SHOWN = 8


def provide(actor: Actor, now: datetime) -> Work:
    """Proposals of others that wait for the actor, then cards whose year runs out."""
    if not actor.has(policies.CONFIRM):
        return Work()
    today = timezone.localdate(now)
    # a superior with a thousand branches does not confirm for each of them: only one's own organisations
    places = [duty.org_path for duty in actor.duties if actor.may(policies.CONFIRM, duty.org_path)]
    rows = queries.offices(actor).filter(path__in=places)
    found = []
    for office in queries.standing(rows, "waiting", today)[:SHOWN]:
        card = queries.card_of(office)
        if card is not None and not actor.is_person(card.proposed_by_id):
            found.append(DueItem("支部联系", "联系方式等您确认", f"/workbench/upkeep/cards/{office.pk}/", "去看看",
                                 note=office.short_name))  # fmt: skip
    for office in queries.standing(rows, "due", today)[:SHOWN]:
        card = queries.card_of(office)
        last = card.due_on() if card is not None else None
        if last is not None:
            due = timezone.make_aware(datetime.combine(last, time(23, 59)))
            found.append(DueItem("支部联系", "联系方式该核对了", f"/workbench/upkeep/cards/{office.pk}/", "去核对", due=due,
                                 clock="每年核对", note=office.short_name))  # fmt: skip
    return Work(found)
