"""Ways of the demonstration: people of several stages, walked through the same actions as everybody's."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.demo import APPLICANT, CITIZENS, MEMBERS
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.identity import check_character
from lianxin.membership.dossiers.joining import file_of
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions as gatherings

from . import actions, applying
from .models import Development

OPEN = timedelta(days=8)
#: how long ago the meeting was that voted on somebody
MET = timedelta(days=4)
MEETING = "介绍人说了培养的情况，大家都发了言，认为他肯干、公道。无记名投票，监票人当场数了票。"
VOTE = {
    "due": 16,
    "present": 14,
    "yes": 13,
    "written": 1,
    "how": "paper",
    "issued": 14,
    "returned": 14,
    "scrutineer": "郑平安",
    "scrutineer_other": "王小满",
    "performance": "思想稳定，肯吃苦，群众评价好。",
    "signed": True,
}
#: (event, days after the application, what it says); companions are put in where they are asked for
ROAD: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("talk", 12, {}), ("recommend", 60, {"way": "recommend"}), ("file_activist", 75, {}), ("mentors", 80, {"people": 2}),
    ("inspect", 250, {"note": "按时参加学习，主动打扫会场。"}), ("inspect", 430, {"note": "防汛时连续值守，表现稳定。"}),
    ("propose", 460, {}), ("file_candidate", 475, {}), ("introducers", 480, {"people": 2}),
    ("political_review", 484, {"passed": True, "note": "函调两份，结论清楚。"}), ("training", 490, {"days": 3, "lessons": 24}),
    ("check", 495, {}), ("pre_review", 500, {}), ("fill_form", 505, {}), ("accept", 515, VOTE), ("talk_before", 525, {}),
    ("approve", 535, {}), ("file_up", 540, {}), ("place", 541, {}), ("oath", 550, {}), ("ask_full", 875, {}),
)  # fmt: skip
#: how many days ago each of the demonstration's people applied
AGO = (5, 20, 45, 70, 100, 200, 300, 470, 485, 492, 503, 518, 530, 545, 700, 890)


@action("development.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """People of a few branches of the first town, each as far as the days allow."""
    dice = random.Random(7)
    branches = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[: len(AGO)]
    made = 0
    for branch, ago in zip(branches, AGO, strict=False):
        rows = Member.objects.unscoped("the demonstration").filter(organisation=branch, standing="active")
        person = rows.exclude(stage="member").order_by("pk").first()
        full = list(rows.filter(stage="member").order_by("pk")[:4])
        if person is None or len(full) < 2:
            continue
        Member.objects.unscoped("the demonstration").filter(pk=person.pk).update(
            stage="applicant",
            joined_on=None,
            full_since=None,
            born=today - timedelta(days=dice.randrange(24, 40) * 365),
        )
        person.refresh_from_db()
        case = _walk(person, [str(m.pk) for m in full[:2]], today - timedelta(days=ago), today)
        if case.state == "form_filled":
            _meet(case, today - MET)
        made += 1
    made += _accompanied(today)
    _sent(branches[0] if branches else None)
    record("development.demo", actor=actor, cases=made)
    return made


def _accompanied(today: date) -> int:
    """Somebody with an account on the way, and the demonstration's member as their mentor; both without a post."""
    account = Account.objects.filter(username=MEMBERS[0]).select_related("person__member").first()
    mentor = account.person.member if account is not None else None
    if account is None or mentor is None:
        return 0
    rows = Member.objects.unscoped("the demonstration").filter(
        organisation=mentor.organisation, standing="active", developments=None, person__account=None
    )
    person = rows.exclude(pk=mentor.pk).exclude(person__appointments__isnull=False).order_by("pk").first()
    if person is None:
        return 0
    Member.objects.unscoped("the demonstration").filter(pk=person.pk).update(
        stage="applicant", joined_on=None, full_since=None, born=today - timedelta(days=27 * 365)
    )
    person.refresh_from_db()
    Account.objects.create(username=APPLICANT, person=person.person, password=account.password)
    _walk(person, [str(mentor.pk)], today - timedelta(days=300), today)
    return 1


def _meet(case: Development, day: date) -> None:
    """The general meeting that voted on the person and is filed; the step itself is left to whoever looks."""
    start = timezone.make_aware(datetime.combine(day, time(15)))
    draft = gatherings.Draft(
        title=f"讨论接收{case.member.name}", starts_at=start, agenda="介绍情况\n讨论\n表决", place="村文化礼堂"
    )
    with moment.at(start - timedelta(days=5)):
        one = gatherings.plan(
            actor=SYSTEM, organisation=case.organisation, kind="general_meeting", draft=draft, key=f"demo-way-{case.pk}"
        )
        gatherings.call(actor=SYSTEM, gathering=one, revision=one.revision)
    with moment.at(start + timedelta(minutes=90)):
        one.refresh_from_db()
        marks = dict.fromkeys(one.attendances.values_list("pk", flat=True), "present")
        gatherings.mark(actor=SYSTEM, gathering=one, marks=marks, revision=one.revision)
        votes = (one.attendances.filter(votes=True).count(), 0, 0)
        gatherings.resolve(
            actor=SYSTEM,
            gathering=one,
            text=f"同意接收{case.member.name}为预备党员。",
            votes=votes,
            key=one.key,
            about=case.member,
        )
        one.refresh_from_db()
        gatherings.close(
            actor=SYSTEM, gathering=one, host="书记", recorder="组织委员", minutes=MEETING, revision=one.revision
        )


def _sent(branch: Organisation | None) -> None:
    """A citizen with an account and without a file has sent an application, which waits to be taken in."""
    account = Account.objects.filter(username=CITIZENS[0]).select_related("person").first()
    if branch is None or account is None or file_of(account.person) is not None:
        return
    first = "99990119930512007"  # a region that does not exist
    applying.send_in(actor=actor_of(account.person), person=account.person, organisation=branch, name=account.person.name,
                     identity=first + check_character(first), text="我在村里住了十年，想为大家做点事。")  # fmt: skip


def _walk(person: Member, companions: list[str], since: date, today: date) -> Development:
    case: Development = actions.apply(actor=SYSTEM, member=person, on=since)
    for event, after, said in ROAD:
        on = since + timedelta(days=after)
        # the last days stay open, so that there is something to do
        if on > today - OPEN:
            return case
        words = {**said, "people": companions} if "people" in said else said
        case = actions.take(actor=SYSTEM, case=case, event=event, on=on, said=words, revision=case.revision)
    return case
