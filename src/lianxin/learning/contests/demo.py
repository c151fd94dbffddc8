"""Contests of the demonstration: one in each state that people meet. All texts are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.demo import MEMBERS
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.learning.questions.demo import load as load_bank
from lianxin.learning.questions.models import Version
from lianxin.membership.dossiers.queries import home_of, people_below

from . import actions
from .actions import Plan, RoundPlan
from .models import Attempt, Contest, Round

COUNTS = {"truth": 2, "single": 3, "multiple": 2, "blank": 1}
#: as many of each kind as the bank has about the charter
CHARTER = {"truth": 3, "single": 3, "multiple": 1, "blank": 2}
POINTS = {"truth": 10, "single": 10, "multiple": 20, "blank": 10}


@dataclass(frozen=True, slots=True)
class Told:
    """One contest. days: begins, ends, of each round, as days from today; state: how far it goes; takers: how many take part;
    topics, counts: of what is asked. What is over shows its answers, so it shares no topic with what runs beside it."""

    title: str
    intro: str
    days: tuple[tuple[int, int], ...]
    state: str
    takers: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=lambda: COUNTS)


TOLD = (
    Told("党章知识学一学", "先看党章，再答题。每人两次，取哪一次都行，答完本轮结束后看解析。", ((-2, 6),), "released", 4,
         {"list_passed": True, "audience": "members"}, ("党章",), CHARTER),
    Told("镇上的支部工作小问答", "面向所有登录的乡亲，练一练也行。", ((-20, -12),), "released", 9, {"audience": "public", "list_passed": True},
         ("支部工作", "发展党员")),
    Told("“七一”知识竞赛", "初赛、决赛两轮，初赛合格的参加决赛。", ((3, 9), (10, 14)), "released", 0, {"audience": "members"}),
    Told("发展党员细则问答", "新出的题，等另一位同志看。", ((5, 12),), "waiting"),
    Told("冬训知识问答", "还在想出哪些题。", ((20, 27),), "draft"),
    Told("夏天的知识竞赛", "和防汛撞了时间。", ((-40, -30),), "cancelled"),
)  # fmt: skip


@action("contests.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The bank of the first town and contests out of it."""
    branch = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path").first()
    town = Organisation.objects.filter(path=branch.path[: -branch.steplen]).first() if branch is not None else None
    made = 0
    if town is not None:
        load_bank(office=town, today=today)
        for at, told in enumerate(TOLD):
            _tell(town, told, today, f"demo-contest-{at}")
            made += 1
    home = Organisation.objects.filter(path=home_of(_member())[: -Organisation.steplen]).first()
    if home is not None and (town is None or home.pk != town.pk):
        load_bank(office=home, today=today)
        for at in (0, 1):
            _tell(home, TOLD[at], today, f"demo-home-{at}")
            made += 1
    record("contests.demo", actor=actor, contests=made)
    return made


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _tell(office: Organisation, told: Told, today: date, key: str) -> None:
    spans = [(_at(today + timedelta(days=a), 9), _at(today + timedelta(days=b), 18)) for a, b in told.days]
    first = min(spans[0][0], _at(today, 8)) - timedelta(days=4)
    with moment.at(first):
        plan = Plan(told.title, told.intro, practice_topics=("练习",), **told.more)
        case = actions.draw_up(actor=SYSTEM, organisation=office, plan=plan, key=key)
        for at, (opens, closes) in enumerate(spans):
            round_plan = RoundPlan(opens, closes, 30, told.counts, POINTS, topics=told.topics, title="初赛决赛"[at * 2 : at * 2 + 2] if len(spans) > 1 else "",
                                   attempts=2, pass_mark=60, after_pass=at > 0)  # fmt: skip
            actions.put_round(actor=SYSTEM, contest=case, plan=round_plan, revision=_fresh(case).revision)
        case = _fresh(case)
        if told.state == "draft":
            return
        case = actions.submit(actor=SYSTEM, contest=case, revision=case.revision)
        if told.state == "waiting":
            return
        case = actions.release(actor=SYSTEM, contest=case, revision=case.revision)
    with moment.at(spans[0][0] + timedelta(hours=1)):
        _take(case, told.takers)
        if told.state == "cancelled":
            actions.cancel(actor=SYSTEM, contest=case, reason=told.intro, revision=_fresh(case).revision)
    if spans[-1][1] < _at(today, 8) and told.state == "released":
        _afterwards(case, spans[-1][1])


def _fresh(case: Contest) -> Contest:
    return Contest.objects.unscoped("as it stands in the demonstration").get(pk=case.pk)


def _member() -> int | None:
    """The person of the demonstration's member without a post."""
    return Account.objects.filter(username=MEMBERS[0]).values_list("person_id", flat=True).first()


def _take(case: Contest, many: int) -> None:
    """So many take part, some better than others; the member of the demonstration only where it is over."""
    found = case.rounds.select_related("contest").order_by("number").first()
    if found is None or not many:
        return
    people = [pk for pk in people_below(case.org_path) if pk != _member()]
    if case.closes_at is not None and case.closes_at < timezone.now() and (member := _member()) is not None:
        people = [member, *people]
    taken = 0
    for pk in people[: many * 3]:
        person = Person.objects.get(pk=pk)
        try:
            attempt = actions.start(actor=actor_of(person), round_=found)
        except Refused:
            continue
        _answer(attempt, person, taken)
        taken += 1
        if taken == many:
            return


def _answer(attempt: Attempt, person: Person, at: int) -> None:
    keys = dict(Version.objects.filter(pk__in=[p.version for p in attempt.places]).values_list("pk", "key"))
    sent: dict[int, tuple[Any, int]] = {}
    for place, row in enumerate(attempt.places):
        key = keys[row.version]
        right: Sequence[Any] = [accepted[0] for accepted in key] if row.kind == "blank" else key
        sent[place] = (list(right) if (place + at) % 4 else ([0] if row.order else []), 0)
    actions.hand_in(actor=actor_of(person), attempt=attempt, sent=sent)
    if at % 2 == 0 and attempt.round.contest.list_passed:
        actions.name_me(actor=actor_of(person), contest=attempt.round.contest, named=True)


def _afterwards(case: Contest, closed: datetime) -> None:
    with moment.at(closed + timedelta(minutes=10)):
        for found in Round.objects.filter(contest=case):
            actions.mark_round(actor=SYSTEM, round_=found)
