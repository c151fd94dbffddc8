"""Organisational life of a few branches: something held, something to file, something to come, and gaps."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions
from .calling import called
from .models import Gathering

BRANCHES = 3
LENGTH = timedelta(minutes=90)
#: (kind, days from today, title, agenda, place); lessons by the title where people study
PLANS = (
    ("theme_day", -34, "走访困难户", "分组走访；回来碰头", "村委会"),
    ("general_meeting", -27, "三季度工作小结", "通报三季度工作；讨论渠道清淤", "村文化礼堂"),
    ("committee_meeting", -12, "研究低保评议", "研究低保名单；安排值班", "村委会二楼"),
    ("lecture", -5, "党课：怎样听懂群众的话", "书记讲课；大家提问", "村文化礼堂"),
    ("theme_day", -1, "水渠清淤", "领工具；分三段清淤", "东渠口"),
    ("general_meeting", 6, "讨论预备党员转正", "宣读转正申请；讨论；表决", "村文化礼堂"),
    ("life_meeting", 13, "年度组织生活会", "通报情况；开展批评和自我批评", "村委会二楼"),
)
RESOLUTIONS = {"general_meeting": "同意十一月底前清完东渠。", "committee_meeting": "低保名单公示七天。"}
TASKS = {"general_meeting": "联系挖机，报个价", "theme_day": "把李大娘家漏雨的事报给镇里"}
#: title -> 学时
LESSONS = {"党课：怎样听懂群众的话": Decimal(2), "三季度工作小结": Decimal("0.5"), "讨论预备党员转正": Decimal(1)}
MINUTES = "书记通报了上阶段的工作。大家认为水渠的事要抢在霜冻前做完，同意分三段包干。"


@action("gatherings.demo")
def load(*, dice: random.Random, today: date, actor: Actor = SYSTEM) -> int:
    """The first branches of the first town, and the one where the demonstration's member stands."""
    branches = list(Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[:BRANCHES])
    home = Member.objects.unscoped("the demonstration").filter(person__account__username="dangyuan").first()
    if home is not None and home.organisation not in branches and home.organisation.kind == "branch":
        branches.append(home.organisation)
    made = 0
    for branch in branches:
        for plan in PLANS:
            made += _one(branch, plan, dice, today)
    record("gatherings.demo", actor=actor, gatherings=made)
    return made


def _one(branch: Organisation, plan: tuple[str, int, str, str, str], dice: random.Random, today: date) -> int:
    kind, after, title, agenda, place = plan
    start = timezone.make_aware(datetime.combine(today + timedelta(days=after), time(15)))
    draft = actions.Draft(
        title=title,
        starts_at=start,
        ends_at=start + LENGTH,
        agenda=agenda.replace("；", "\n"),
        place=place,
        lessons=LESSONS.get(title),
    )
    told = min(start, timezone.now()) - timedelta(days=6)
    with moment.at(told):
        one = actions.plan(
            actor=SYSTEM, organisation=branch, kind=kind, draft=draft, key=f"demo-{branch.pk}-{kind}-{after}"
        )
        if kind == "life_meeting":
            return 1
        if not called(one).members:
            actions.cancel(actor=SYSTEM, gathering=one, reason="改在下月一起开", revision=one.revision)
            return 1
        actions.call(actor=SYSTEM, gathering=one, revision=one.revision)
    if after < -1:
        with moment.at(start + LENGTH):
            _held(one, dice)
    return 1


def _held(one: Gathering, dice: random.Random) -> None:
    rows = list(one.attendances.all())
    marks = {row.pk: dice.choice(("present", "present", "present", "present", "leave")) for row in rows}
    marks[rows[0].pk] = "present"
    one.refresh_from_db()
    actions.mark(actor=SYSTEM, gathering=one, marks=marks, revision=one.revision)
    one.refresh_from_db()
    here = sum(row.votes and marks[row.pk] == "present" for row in rows)
    if one.kind in RESOLUTIONS and here * 2 > len(rows):
        votes = (here, 0, 0) if one.kind == "general_meeting" else None
        actions.resolve(actor=SYSTEM, gathering=one, text=RESOLUTIONS[one.kind], key=f"demo-{one.pk}", votes=votes)
    if one.kind in TASKS:
        actions.give_task(
            actor=SYSTEM, gathering=one, member_id=rows[0].member_id, text=TASKS[one.kind], key=f"demo-{one.pk}",
            due_on=timezone.localdate() + timedelta(days=9),
        )  # fmt: skip
    actions.close(actor=SYSTEM, gathering=one, host="书记", recorder="组织委员", minutes=MINUTES, revision=one.revision)
