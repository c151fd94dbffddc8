"""Demonstration: the branch of the introduced secretary elects today; a vote on one matter is being prepared."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.accounts.demo import MEMBERS, SCRUTINEERS
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import actions, rolls, strokes
from .actions import Draft, Standing
from .models import Election

#: the branch, how many stand, how many seats
BRANCH, STANDING, SEATS = "HC01-B01", 4, 3
INTRO = "支部委员会任期届满，按期换届。候选人由上届支委会提出，经过全体党员酝酿。"


@action("elections.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """An election that is announced for today, and a vote on one matter that is still prepared; answers how many."""
    office, made = by_code(BRANCH), 0
    if office is not None:
        meeting = timezone.make_aware(datetime.combine(today, time(15, 0)))
        roll = Election(organisation=office, org_path=office.org_path, meeting_at=meeting)
        names = [line for line in rolls.of_members(roll) if not line.without]
        if len(names) >= STANDING + SEATS:
            made = _two(office, names, meeting)
    record("elections.demo", actor=actor, elections=made)
    return made


def _two(office: Organisation, names: list[rolls.Line], meeting: datetime) -> int:
    holders = in_force().filter(organisation=office, post__in=("secretary", "committee_member")).order_by("pk")
    drawer = next((actor_of(row.person) for row in holders.select_related("person")), SYSTEM)
    secretaries = {row.person_id for row in holders}
    known = set(
        Account.objects.filter(person_id__in=[line.person for line in names if line.person]).values_list(
            "person_id", flat=True
        )
    )
    pool = [line for line in names if line.person not in secretaries]
    standing = sorted(pool, key=lambda line: line.person not in known)[:STANDING]
    standing.sort(key=lambda line: strokes.key(line.name))
    case = actions.draw(actor=drawer, organisation=office, key="demo-election-1", draft=Draft(
        "committee", f"{office.short_name}换届选举", "支部委员会委员", SEATS, meeting,
        [Standing(line.name, "", line.person) for line in standing], intro=INTRO, place="村党群服务中心二楼会议室", others=1,
    ))  # fmt: skip
    case = actions.submit(actor=drawer, election=case, revision=case.revision)
    actions.release(actor=SYSTEM, election=case, revision=case.revision)
    actions.draw(actor=drawer, organisation=office, key="demo-election-2", draft=Draft(
        "matter", "活动室改造方案表决", "", 0, meeting, [Standing("同意活动室改造方案")], intro="方案已经在支部大会上说明过两次。",
    ))  # fmt: skip
    _open_accounts([line for line in names if line.person not in {one.person for one in standing}])
    return 2


def _open_accounts(lines: list[rolls.Line]) -> None:
    """Members who can be scrutineers and try their page; with the password of the demonstration."""
    one = Account.objects.filter(username=MEMBERS[0]).first()
    free = [
        line.person
        for line in lines
        if line.person is not None and not Account.objects.filter(person_id=line.person).exists()
    ]
    for name, person in zip(SCRUTINEERS, free, strict=False):
        if one is not None:
            Account.objects.create(username=name, person_id=person, password=one.password)
