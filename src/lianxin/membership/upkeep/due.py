"""What the room adds to 今天要办: cards to confirm and to look through."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.kernel.actor import Actor

from . import policies, queries, queries_rules
from .models import House

SHOWN = 8


def provide(actor: Actor, now: datetime) -> Work:
    """Proposals of others that wait for the actor, then cards whose year runs out."""
    today = timezone.localdate(now)
    if not actor.has(policies.CONFIRM):
        return Work(_rules(actor, today) if actor.kind == "staff" else ())
    # a superior with a thousand branches does not confirm for each of them: only one's own organisations
    rows = queries.offices(actor).filter(path__in=actor.places_for(policies.CONFIRM))
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
    return Work([*found, *_rules(actor, today)])


def _rules(actor: Actor, today: date) -> list[DueItem]:
    """Rules of one's own organisations, and those that one keeps, whose period ends soon."""
    rows = House.objects.unscoped("one's own organisations").filter(ended_on=None)
    rows = rows.filter(Q(org_path__in=actor.places_for(policies.CONFIRM)) | Q(keeper_id=actor.person_id or 0))
    return [
        DueItem("制度落实", f"该检查了：{house.title}", f"/workbench/upkeep/rules/{house.pk}/", "去登记",
                due=timezone.make_aware(datetime.combine(span.last, time(23, 59))), clock="这一期", note=house.organisation.short_name)
        for house, span in queries_rules.pressing(rows.select_related("organisation"), today)[:SHOWN]
    ]  # fmt: skip
