"""Polls of the demonstration: one in each state that people meet. All texts are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.demo import MEMBERS
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of, holders, people_below
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.queries import home_of

from . import actions
from .actions import Draft
from .counting import Ballot
from .lifecycle import DRAW, RELEASE
from .models import Poll, Roll
from .policies import may_cast
from .words import ANSWERS


@dataclass(frozen=True, slots=True)
class Told:
    """One poll. days: begins, ends, as days from today; state: how far it goes; votes: how many take part; end: its statement."""

    kind: str
    title: str
    items: tuple[str, ...]
    days: tuple[int, int]
    state: str
    votes: int = 0
    end: str = ""
    more: dict[str, Any] = field(default_factory=dict)


TOLD = (
    Told("appraise", "支部班子年度民主测评", ("联系群众", "学习教育", "组织生活", "办实事"), (-2, 5), "released", 5,
         more={"comment": True, "intro": "请凭平时看到的说，结果给支部找不足用。", "quorum": 60, "remind_every": 3}),
    Told("recommend", "推荐今年的优秀党员", ("推荐谁",), (-1, 6), "released", 3,
         more={"options": ("周禾苗", "吴春秋", "郑平安", "冯长河"), "most": 2, "write_in": True}),
    Told("decide", "主题党日去哪里", ("去哪里",), (2, 9), "released", more={"options": ("烈士陵园", "水利站", "敬老院")}),
    Told("satisfy", "党员活动室好不好用", ("开门时间", "图书报刊", "桌椅灯光"), (-12, -1), "released", 8, more={"comment": True}),
    Told("decide", "活动室周末开不开门", ("周六上午开门，党员轮流值班",), (-30, -20), "shown", 9,
         "多数同志赞成，从下个月起周六上午开门，值班表另外商量。", {"audience": "public"}),
    Told("decide", "要不要换掉旧音响", ("换",), (-28, -21), "shown", 4, "参加的同志少，结果不公布，支委会上再听意见。"),
    Told("decide", "学习会改到哪一天", ("改到周三晚上", "改到周日上午"), (-26, -19), "shown", 7, "改到周日上午的赞成多，就这样定。",
         {"nameless": False, "may_change": True, "names_to": "voters"}),
    Told("satisfy", "去年组织生活满意度", ("三会一课", "主题党日"), (-80, -70), "archived", 8, "满意的多，主题党日的形式要再换一换。"),
    Told("yesno", "夏天的党课要不要改到晚上", ("改到晚上",), (-15, -8), "cancelled", 2, "时间没有写清楚，取消，改好再发。"),
    Told("decide", "党员先锋岗怎么设", ("设在办事大厅", "设在村口"), (3, 10), "waiting"),
    Told("appraise", "党小组工作测评", ("第一党小组", "第二党小组"), (4, 11), "draft"),
)  # fmt: skip
ASKED = Told("yesno", "镇上的公交末班车推迟到八点，好不好", ("推迟到晚上八点",), (-3, 11), "released", 2,
             more={"electorate": "citizens", "audience": "public", "intro": "公交公司想听听大家的意见，再和镇里商量。"})  # fmt: skip
#: between drawing up and the beginning, and between the end and the day of the result
SPAN = timedelta(days=4)
SAID = ("多到组里走走。", "开会短一点，事情办实一点。", "")


@action("polls.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first branch of the first town, and the town that asks everybody."""
    branch = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path").first()
    made = 0
    if branch is not None:
        for at, told in enumerate(TOLD):
            made += _tell(branch, told, today, f"demo-{at}")
        home = Organisation.objects.filter(path=home_of(_member())).exclude(pk=branch.pk).first()
        for at in (0, 1, 4) if home is not None else ():
            made += _tell(home, TOLD[at], today, f"demo-home-{at}")
        town = Organisation.objects.filter(path=branch.path[: -branch.steplen]).first() or branch
        made += _tell(town, ASKED, today, "demo-asked")
    record("polls.demo", actor=actor, polls=made)
    return made


def _member() -> int | None:
    """The person of the demonstration's member without a post."""
    return Account.objects.filter(username=MEMBERS[0]).values_list("person_id", flat=True).first()


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _tell(office: Organisation, told: Told, today: date, key: str) -> int:
    opens, closes = (_at(today + timedelta(days=ago), hour) for ago, hour in zip(told.days, (9, 18), strict=True))
    options = told.more.get("options") or ANSWERS[told.kind]
    draft = Draft(
        kind=told.kind, title=told.title, items=told.items, opens_at=opens, closes_at=closes, no_election=True,
        result_on=timezone.localdate(closes) + SPAN, **_kept(office), **(told.more | {"options": options}),
    )  # fmt: skip
    drawn = min(opens, _at(today, 8)) - SPAN
    with moment.at(drawn):
        case = actions.draw(actor=SYSTEM, organisation=office, draft=draft, key=key)
        if told.state != "draft":
            case = actions.submit(actor=SYSTEM, poll=case, revision=case.revision)
        if told.state in ("draft", "waiting"):
            return 1
        case = actions.release(actor=SYSTEM, poll=case, revision=case.revision)
    with moment.at(opens + timedelta(hours=1)):
        _votes(case, told.votes)
        if told.state == "cancelled":
            actions.cancel(actor=SYSTEM, poll=case, reason=told.end, revision=case.revision)
    with moment.at(closes + timedelta(days=1)):
        if told.state in ("shown", "archived"):
            case = actions.announce(actor=SYSTEM, poll=case, statement=told.end, revision=case.revision)
        if told.state == "archived":
            actions.archive(actor=SYSTEM, poll=case, revision=case.revision)
    return 1


def _kept(office: Organisation) -> dict[str, Any]:
    """Two people with a duty there, above or below."""
    people = list(
        dict.fromkeys([*holders(DRAW, office.path), *holders(RELEASE, office.path), *people_below(office.path)])
    )
    return dict(zip(("keeper", "deputy"), people, strict=False))


def _votes(case: Poll, many: int) -> None:
    """The last ones of the roll take part, never the member of the demonstration, who still may."""
    people: Sequence[Person]
    if case.on_roll:
        people = [
            row.person
            for row in Roll.objects.filter(poll=case)
            .exclude(person_id=_member() or 0)
            .select_related("person")
            .order_by("-pk")[:many]
        ]
    else:
        people = list(Person.objects.filter(phone_verified_at__isnull=False).order_by("-pk")[:many])
    for at, person in enumerate(people):
        voter = actor_of(person)
        choices = tuple(((at * at + item) % max(2, len(case.options) - 1),) for item in range(len(case.items)))
        said = SAID[at % len(SAID)] if case.comment else ""
        if may_cast(voter, case, Roll.objects.filter(poll=case, person=person).first()):
            actions.cast(actor=voter, poll=case, ballot=Ballot(choices, said=said))
