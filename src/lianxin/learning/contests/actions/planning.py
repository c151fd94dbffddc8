"""Drawing up: the contest, then its rounds one by one. All of it is fixed by the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.learning.questions.words import KINDS

from ..flow import FLOW
from ..lifecycle import DRAW
from ..limits import not_longer, within
from ..models import Contest, Round
from ..words import AUDIENCES

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is declared of a contest as a whole."""

    title: str
    intro: str = ""
    audience: str = "members"
    list_passed: bool = False
    practice: bool = True
    practice_topics: tuple[str, ...] = ()

    def columns(self) -> dict[str, object]:
        """Columns of the contest."""
        names = ("title", "intro", "audience", "list_passed", "practice")
        found: dict[str, object] = {name: getattr(self, name) for name in names}
        return found | {"practice_topics": list(self.practice_topics)}


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is declared of a round. counts, points: by kind, kinds without questions left out."""

    opens_at: datetime
    closes_at: datetime
    minutes: int
    counts: Mapping[str, int]
    points: Mapping[str, int]
    title: str = ""
    attempts: int = 1
    pass_mark: int = 60
    topics: tuple[str, ...] = ()
    after_pass: bool = False

    def columns(self) -> dict[str, object]:
        """Columns of the round."""
        names = ("opens_at", "closes_at", "minutes", "title", "attempts", "pass_mark", "after_pass")
        found: dict[str, object] = {name: getattr(self, name) for name in names}
        return found | {"counts": dict(self.counts), "points": dict(self.points), "topics": list(self.topics)}


@action("contests.draw_up")
def draw_up(*, actor: Actor, organisation: Organisation, plan: Plan, key: str) -> Contest:
    """起草. The same form twice is one contest."""
    if not actor.may(DRAW, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = Contest.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("contests.draw_up_again", actor=actor, subject=known)
        return known
    require(sound(plan))
    with or_refuse(_TWICE):
        case = Contest.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=moment.now(),
            key=key[:40], author_id=actor.person_id, **plan.columns(),
        )  # fmt: skip
    case.number = f"JS{timezone.localdate(case.opened_at).year}-{case.pk:05d}"
    case.save(update_fields=["number"])
    FLOW.step.objects.create(case=case, event="draw_up", label="起草", source="", target=case.state, at=case.opened_at,
                             actor_kind=actor.kind, person_id=actor.person_id)  # fmt: skip
    record("contests.draw_up", actor=actor, subject=case, org_path=case.org_path)
    return case


@action("contests.change")
def change(*, actor: Actor, contest: Contest, plan: Plan, revision: int) -> Contest:
    """修改 of a draft; later nothing of it moves."""
    case = lock(contest, revision=revision)
    require(sound(plan))
    return advance(case, "change", actor=actor, changes=plan.columns())


@action("contests.put_round")
def put_round(*, actor: Actor, contest: Contest, plan: RoundPlan, revision: int, number: int | None = None) -> Round:
    """加一轮, or change one of a draft. number: of the round that is changed."""
    case = lock(contest, revision=revision)
    require(may(actor, case, "change"))
    there = {found.number: found for found in case.rounds.all()}
    if number is not None and number not in there:
        raise Refused(OUT_OF_SCOPE)
    most = rule("LX-221").count("rounds")
    if number is None and len(there) >= most:
        raise Refused(Denied(f"最多 {most} 轮。", rule="LX-221", code="too_many"))
    found = there.get(number or 0) or Round(contest=case, number=max(there, default=0) + 1)
    before = max((r.closes_at for n, r in there.items() if n < found.number), default=None)
    after = min((r.opens_at for n, r in there.items() if n > found.number), default=None)
    require(all_of(sound_round(plan), _between(plan, before, after, found.number)))
    for name, value in plan.columns().items():
        setattr(found, name, value)
    found.save()
    _span(actor, case)
    return found


@action("contests.take_round_out")
def take_round_out(*, actor: Actor, contest: Contest, number: int, revision: int) -> Contest:
    """去掉一轮 of a draft; those after it move up, and the one that is first now is open to everybody it is meant for."""
    case = lock(contest, revision=revision)
    require(may(actor, case, "change"))
    gone, _ = case.rounds.filter(number=number).delete()
    if not gone:
        raise Refused(OUT_OF_SCOPE)
    for at, found in enumerate(case.rounds.order_by("number"), 1):
        Round.objects.filter(pk=found.pk).update(number=at, after_pass=found.after_pass and at > 1)
    return _span(actor, case)


def _span(actor: Actor, case: Contest) -> Contest:
    """The contest lasts as long as its rounds."""
    times = list(case.rounds.values_list("opens_at", "closes_at"))
    changes = {
        "opens_at": min((a for a, _ in times), default=None),
        "closes_at": max((b for _, b in times), default=None),
    }
    return advance(case, "change", actor=actor, changes=changes, data={"rounds": len(times)})


def sound(plan: Plan) -> Decision:
    """Whether a contest can be declared like this."""
    return all_of(
        within(plan.title, "题目", "title", "title"),
        not_longer(plan.intro, "说明", "intro", "intro"),
        Allowed() if plan.audience in AUDIENCES else Denied("请选谁可以参加。", code="choice", field="audience"),
    )


def sound_round(plan: RoundPlan) -> Decision:
    """Whether a round can be held: something is asked, there is time enough, the marks make sense."""
    found, total = rule("LX-221"), sum(plan.counts.values())
    shortest = max(found.count("shortest"), total * found.count("each"))
    if not total or set(plan.counts) - set(KINDS) or min(plan.counts.values()) < 0:
        return Denied("至少要有一道题。", code="empty", field="n_single")
    if total > found.count("questions"):
        return Denied(
            f"一次最多 {found.count('questions')} 题，现在是 {total} 题。",
            rule="LX-221",
            code="too_many",
            field="n_single",
        )
    free = next((kind for kind in KINDS if plan.counts.get(kind) and plan.points.get(kind, 0) < 1), None)
    if free is not None:
        return Denied(f"{KINDS[free]}有题，每题至少 1 分。", code="points", field=f"p_{free}")
    if plan.minutes < shortest:
        return Denied(f"{total} 道题至少要给 {shortest} 分钟。", rule="LX-221", code="minutes", field="minutes")
    if plan.minutes > found.count("most_minutes"):
        return Denied(
            f"答题时间最多 {found.count('most_minutes')} 分钟。", rule="LX-221", code="minutes", field="minutes"
        )
    if not 1 <= plan.attempts <= found.count("attempts"):
        return Denied(f"每人 1 到 {found.count('attempts')} 次。", rule="LX-221", code="attempts", field="attempts")
    if not 1 <= plan.pass_mark <= 100:
        return Denied("合格线填 1 到 100。", code="pass_mark", field="pass_mark")
    return all_of(not_longer(plan.title, "名称", "title", "title"), _times(plan, found.count("longest")))


def _times(plan: RoundPlan, longest: int) -> Decision:
    if plan.closes_at <= plan.opens_at or plan.closes_at <= moment.now():
        return Denied("截止时间要晚于开始时间，也要晚于现在。", code="times", field="closes_at")
    if plan.closes_at - plan.opens_at > timedelta(days=longest):
        return Denied(f"一轮最长开 {longest} 天。", rule="LX-221", code="times", field="closes_at")
    if plan.closes_at - plan.opens_at < timedelta(minutes=plan.minutes):
        return Denied("一轮开的时间比答题时间还短。", code="times", field="closes_at")
    return Allowed()


def _between(plan: RoundPlan, before: datetime | None, after: datetime | None, number: int) -> Decision:
    """Rounds follow one another. before: when those in front of it are over; after: when the next one begins."""
    if before is not None and plan.opens_at <= before:
        return Denied("后一轮要在前一轮截止以后开始。", code="times", field="opens_at")
    if after is not None and plan.closes_at >= after:
        return Denied(
            "这一轮要在后一轮开始以前截止。", code="times", field="closes_at", remedy="请先把后面的轮次往后改。"
        )
    if plan.after_pass and number == 1:
        return Denied("第一轮前面没有别的轮。", code="after_pass", field="after_pass")
    return Allowed()
