"""People of the demonstration who are away: one in each situation that people meet, made by everybody's actions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.clocks import plus_months
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Attendance

from . import actions
from .models import Absence

#: (kind, months ago, place, region, host or not, months since the last contact)
PLANS = (
    ("away", 7, "广东省深圳市南山区", "440305", True, 1),
    ("away", 3, "浙江省义乌市", "330782", False, 3),
    ("study", 2, "湖北省武汉市洪山区", "420111", False, 0),
    ("abroad_study", 64, "德国 慕尼黑", "", False, 2),
    ("abroad_work", 14, "坦桑尼亚 达累斯萨拉姆", "", False, 7),
    ("graduate", 25, "江苏省南京市", "320100", False, 2),
    ("lost", 8, "", "", False, 8),
    ("lost", 26, "", "", False, 26),
)
#: among how many of the town the people are looked for
MOST = 400
WORDS = "通了电话，活还在干，身体好，春节前回来。"


@action("mobility.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """People of the branch whose secretary the demonstration has and of its town, and the demonstration's own member."""
    home = Organisation.objects.filter(code="HC01-B01").first()
    if home is None:
        return 0
    host = Organisation.objects.filter(kind__in=("mobile_branch", "branch"), closed_on=None).exclude(pk=home.pk).first()
    town = home.path[: -Organisation.steplen]
    rows = Member.objects.unscoped("the demonstration").filter(
        subtree("org_path", [town]), stage="member", standing="active", organisation__kind="branch"
    )
    rows = rows.filter(person__appointments=None).exclude(transfers__closed_at=None, transfers__isnull=False)
    rows = rows.exclude(person__account__isnull=False).exclude(organisation=host)
    # those of the branch first, then others of its town; who was seen at a gathering cannot be lost
    people = sorted(rows.order_by("pk")[:MOST], key=lambda m: (m.organisation_id != home.pk, m.pk))
    seen = set(Attendance.objects.filter(member__in=people).values_list("member_id", flat=True))
    away = iter([m for m in people if m.organisation_id == home.pk])
    lost = iter([m for m in people if m.organisation_id != home.pk and m.pk not in seen])
    pairs = [(next(lost if plan[0] == "lost" else away, None), plan) for plan in PLANS]
    made = [_one(member, plan, host, today) for member, plan in pairs if member is not None]
    made += _own(host, today)
    actions.look(actor=SYSTEM)
    record("mobility.demo", actor=actor, absences=len(made))
    return len(made)


def _one(member: Member, plan: tuple[str, int, str, str, bool, int], host: Organisation | None, today: date) -> Absence:
    kind, ago, place, region, flows, last = plan
    since = plus_months(today, -ago) + timedelta(days=1)
    where = actions.Place(
        place=place, region_code=region, host=host if flows else None, address="" if not place else "工地宿舍 3 栋"
    )
    with moment.at(_noon(since)):
        row = actions.register(
            actor=SYSTEM, member=member, kind=kind, since=since, where=where, reason="" if kind == "lost" else "work"
        )
    if last < ago and last:
        day = plus_months(today, -last) + timedelta(days=1)
        with moment.at(_noon(day)):
            actions.contact(actor=SYSTEM, absence=row, on=day, way="phone", reached=True, words=WORDS, key="demo")
    if flows:
        row.refresh_from_db()
        with moment.at(_noon(since + timedelta(days=9))):
            actions.note_host(actor=SYSTEM, absence=row, yes=True, revision=row.revision)
    return row


def _own(host: Organisation | None, today: date) -> list[Absence]:
    """The demonstration's own member works elsewhere and is a guest there."""
    account = Account.objects.filter(username="dangyuan").select_related("person").first()
    member = Member.objects.unscoped("the demonstration").filter(person=account.person).first() if account else None
    if member is None or member.organisation.kind == "group":
        return []
    return [_one(member, ("away", 5, "广东省深圳市南山区", "440305", True, 2), host, today)]


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
