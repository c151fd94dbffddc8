"""Cards of the demonstration: one in each way a card can stand. All text is ours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .actions import cards

#: (days ago, office hours, how to find it); the second is older than a year, the last waits
CARDS = (
    (40, "周一至周五 8:30—17:30，中午有人值班", "党群服务中心一楼，进门左手，有坡道"),
    (380, "周一、三、五上午", "村委会东头第二间"),
    (340, "周一至周六 9:00—17:00", "老粮站院内，公交 3 路到底"),
    (0, "周二、周四全天", "文化礼堂二楼，有电梯"),
)


@action("upkeep.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first branches of the first town, and the branch of the demonstration's member."""
    offices = list(Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[: len(CARDS)])
    for n, (office, (ago, hours, note)) in enumerate(zip(offices, CARDS, strict=False), 1):
        lines = {
            "phone": f"0000-23{n:02d}001",
            "address": f"禾川县{office.short_name}路 {n} 号",
            "hours": hours,
            "note": note,
        }
        first = in_force(today).filter(organisation=office, post="committee_member").select_related("person").first()
        keeper = actor_of(first.person) if first is not None else SYSTEM
        with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(9)))):
            card = cards.propose(actor=keeper, organisation=office, lines=lines, revision=0)
            if ago:
                card = cards.confirm(actor=SYSTEM, card=card, revision=card.revision)
        if first is not None:
            cards.name_keeper(actor=SYSTEM, organisation=office, keeper=first.person, revision=card.revision)
    record("upkeep.demo", actor=actor, cards=len(offices))
    return len(offices)
