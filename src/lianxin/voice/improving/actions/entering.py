"""列入: a problem with its evidence, a measure and the figure that will show whether it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.gatherings.models import Gathering
from lianxin.voice.letters.models import Letter, Topic

from .. import announcing, figures, policies
from ..flow import FLOW
from ..lifecycle import AT_ENTRY
from ..models import Improvement, Measure, Source
from ..words import BETTER, KINDS, METRICS, ORIGINS, POSTS, UNITS, WAY
from .checks import comes, fits

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure: what, which post answers for it, until when."""

    text: str
    post: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """A problem as it is entered. area, topic, since, until: what a computed figure is counted of.

    before, unit, better, figure_source: of a typed figure; a computed one brings its own.
    """

    organisation: Organisation
    set_by: Organisation
    origin: str
    kind: str
    title: str
    problem: str
    wanted: str
    due_on: date
    metric: str
    goal: float
    cause: str = ""
    unit: str = ""
    better: str = "less"
    before: float | None = None
    figure_source: str = ""
    topic: Topic | None = None
    area: Organisation | None = None
    since: date | None = None
    until: date | None = None
    gathering: Gathering | None = None
    letters: Sequence[Letter] = ()
    plan: Plan | None = None


def measure_fits(plan: Plan) -> Decision:
    """A measure says what, who by post, and until when."""
    if plan.post not in POSTS:
        return Denied("请选择责任岗位。", code="empty", field="post")
    return all_of(fits(plan.text, "措施", "measure"), comes(plan.due_on, "measure_due"))


@action("improving.enter")
def enter(*, actor: Actor, facts: Facts, key: str) -> Improvement:
    """列入整改, for oneself or one below. The same form twice is one problem. Evidence is frozen here (R084)."""
    require(policies.may_enter(actor, facts.set_by, facts.organisation))
    rows = Improvement.objects.unscoped("the same form")
    known = rows.filter(key=key[:40], set_by=facts.set_by).first()
    if known is not None:
        record("improving.enter_again", actor=actor, subject=known)
        return known
    require(_fits(facts))
    if facts.plan:
        require(measure_fits(facts.plan))
    measured = _measured(facts)
    now = moment.now()
    with or_refuse(_TWICE):
        case = Improvement.objects.create(
            state=FLOW.lifecycle.initial, organisation=facts.organisation, org_path=facts.organisation.path, opened_at=now,
            set_by=facts.set_by, set_path=facts.set_by.path, key=key[:40], origin=facts.origin, kind=facts.kind,
            title=facts.title.strip(), problem=facts.problem.strip(), cause=facts.cause.strip(), wanted=facts.wanted.strip(),
            due_on=facts.due_on, metric=facts.metric, goal=facts.goal, topic=_topic(facts), area=facts.area,
            since=facts.since, until=facts.until, gathering=facts.gathering, **measured,
        )  # fmt: skip
    case.number = f"ZG{timezone.localtime(now):%Y}-{case.pk:05d}"
    timers.move(FLOW, case, AT_ENTRY, now)
    case.save(update_fields=["number", "due_at", "due_clock"])
    Source.objects.bulk_create(Source(case=case, letter=letter) for letter in dict.fromkeys(facts.letters))
    if facts.plan:
        put_measure(case, facts.plan, key)
    FLOW.step.objects.create(
        case=case, event="enter", label="列入整改", source="", target=case.state, at=now, actor_kind=actor.kind,
        person_id=actor.person_id, organisation=facts.set_by, public_label="列入整改",
    )  # fmt: skip
    record("improving.enter", actor=actor, subject=case, origin=case.origin, metric=case.metric)
    announcing.told(case, "enter", actor)
    return case


def put_measure(case: Improvement, plan: Plan, key: str) -> Measure:
    """One row; the caller asked whether it may."""
    return Measure.objects.create(
        case=case, text=plan.text.strip(), post=plan.post, due_on=plan.due_on, key=key[:40], at=moment.now()
    )


def _topic(facts: Facts) -> Topic | None:
    """What it is about: as it was said, else the matter of the first letter that it came from."""
    return facts.topic or next((letter.topic for letter in facts.letters if letter.topic is not None), None)


def _fits(facts: Facts) -> Decision:
    for field, table in (("origin", ORIGINS), ("kind", KINDS), ("metric", METRICS), ("better", BETTER)):
        if getattr(facts, field) not in table:
            return Denied("请选择。", code="empty", field=field)
    if facts.origin == "letters" and not facts.letters:
        return Denied("请填写来源留言的编号。", code="empty", field="letters")
    if facts.origin == "meeting" and facts.gathering is None:
        return Denied("请选择会议。", code="empty", field="gathering")
    return all_of(
        fits(facts.title, "题目", "title", figure="title"), fits(facts.problem, "问题", "problem"),
        fits(facts.cause, "原因", "cause", needed=False), fits(facts.wanted, "要达到的结果", "wanted"),
        comes(facts.due_on), _period_fits(facts) if facts.metric != "typed" else _typed_fits(facts),
    )  # fmt: skip


def _typed_fits(facts: Facts) -> Decision:
    if facts.before is None:
        return Denied("请填写整改前的数字。", code="empty", field="before")
    if not facts.unit.strip():
        return Denied("请填写数字的单位，如“件”“天”。", code="empty", field="unit")
    return fits(facts.figure_source, "数字从哪里来", "figure_source")


def _period_fits(facts: Facts) -> Decision:
    if facts.area is None:
        return Denied("请选择哪个地方的留言。", code="empty", field="area")
    if facts.since is None or facts.until is None:
        return Denied("请填写统计的起止日期。", code="empty", field="since")
    if facts.since >= facts.until or facts.until > moment.today():
        return Denied("统计的日期要在今天以前，起在前、止在后。", code="order", field="since")
    return Allowed()


def _measured(facts: Facts) -> dict[str, object]:
    """The columns of the figure; computed ones are frozen with their evidence. Raises `Refused` (LX-08)."""
    if facts.metric == "typed":
        return {
            "unit": facts.unit.strip()[:12], "better": facts.better, "before": facts.before,
            "figure_source": facts.figure_source.strip()[:200],
        }  # fmt: skip
    if facts.area is None or facts.since is None or facts.until is None:
        raise Refused(Denied("请填写统计的范围。", code="empty", field="since"))
    got = figures.measure(facts.metric, facts.area, facts.topic, facts.since, facts.until)
    return {
        "unit": UNITS[facts.metric], "better": WAY[facts.metric], "before": got.value, "before_n": got.n,
        "frozen": got.kept,
    }  # fmt: skip


@action("improving.correct")
def correct(
    *, actor: Actor, case: Improvement, title: str, problem: str, wanted: str, reason: str, revision: int
) -> Improvement:
    """改文字, with a reason that stays (M06). What everybody reads is taken down first."""
    case = lock(case, revision=revision)
    require(may(actor, case, "correct"))
    require(
        all_of(
            fits(title, "题目", "title", figure="title"), fits(problem, "问题", "problem"),
            fits(wanted, "要达到的结果", "wanted"), fits(reason, "为什么改", "text"),
        )
    )  # fmt: skip
    changes = {"title": title.strip(), "problem": problem.strip(), "wanted": wanted.strip()}
    return advance(case, "correct", actor=actor, public_note=reason.strip(), changes=changes)
