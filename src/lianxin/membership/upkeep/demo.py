"""Cards of the demonstration: one in each way a card can stand. All text is ours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .actions import cards, groups, practice
from .actions.groups import Founding
from .actions.practice import Draft

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
    if offices:
        _rules(offices[0], today)
    _group(today)
    record("upkeep.demo", actor=actor, cards=len(offices))
    return len(offices)


#: (name, how often, what it says)
RULES = (
    ("“三会一课”考勤制度", "month", "开会当场签到；来不了的提前请假；每月由组织委员对一次签到表和请假条。"),
    ("联系群众制度", "quarter", "每名党员联系五户，每季度上门一次，听到的事记下来、办完了回话。"),
)


def _rules(office: Organisation, today: date) -> None:
    """Two rules in force since the year began; the first was looked at in each month that is over, one not quite well."""
    first = today.replace(month=1, day=1)
    for title, cycle, text in RULES:
        draft = Draft(title=title, cycle=cycle, since=first, text=text)
        house = practice.write(actor=SYSTEM, organisation=office, draft=draft, keeper=None, key=f"demo-{cycle}")
        if cycle == "month":
            for month in range(1, today.month):
                day = date(today.year, month, 20)
                found, note = ("partly", "两位同志没有请假，已经谈过。") if month == first.month else ("good", "")
                practice.check(
                    actor=SYSTEM,
                    house=house,
                    first=day.replace(day=1),
                    on=day,
                    finding=found,
                    note=note,
                    paper="档案柜第 3 盒",
                )


def _group(today: date) -> None:
    """A leading group of the first town."""
    town = Organisation.objects.filter(kind="committee", depth=2, closed_on=None).order_by("path").first()
    if town is None:
        return
    founded = today - timedelta(days=200)
    said = Founding(
        "新媒体党建工作领导小组",
        "镇党委会议纪要第 7 期",
        "管好公众号和网上的党建，网上反映的事有人接、有人办。",
        founded,
    )
    group = groups.found(actor=SYSTEM, organisation=town, said=said, key="demo")
    head = in_force(today).filter(organisation=town).select_related("person").order_by("pk").first()
    if head is not None:
        groups.seat(
            actor=SYSTEM, group=group, role="head", person=head.person, name="", post="", since=founded, revision=0
        )
    groups.seat(
        actor=SYSTEM,
        group=group,
        role="member",
        person=None,
        name="沈怀远",
        post="融媒体中心主任",
        since=founded,
        revision=1 if head else 0,
    )
