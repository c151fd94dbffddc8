"""Who plans, who releases, who takes part, who reads what and when. Until a round is over nobody is shown an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.learning.questions.policies import knows_answers
from lianxin.membership.dossiers.queries import home_of

from .lifecycle import DECIDE, DRAW, READ, RELEASE
from .models import Attempt, Contest, Entry, Objection, Pooled, Round
from .timing import grace

_ALL = (READ, DRAW, RELEASE, DECIDE)
POSTS = {
    "secretary": _ALL,
    "deputy_secretary": _ALL,
    "organiser": _ALL,
    "committee_member": (READ, DRAW),
    "editor": (READ, DRAW),
    "reviewer": (READ, RELEASE, DECIDE),
}


def readable(actor: Actor) -> Q:
    """Contests that were released: for everybody, for those they are meant for, for those who took part, and at the desk."""
    condition = Q(audience="public") | subtree("org_path", actor.paths_for(READ))
    if actor.person_id is not None:
        condition |= Q(pk__in=Entry.objects.filter(person_id=actor.person_id).values("contest_id"))
        if home := home_of(actor.person_id):
            condition |= Q(audience="branch", org_path=home)
            condition |= Q(audience="members", org_path__in=ancestors_of(home))
    return Q(released_at__isnull=False) & condition


def belongs(actor: Actor, contest: Contest) -> bool:
    """Is meant by the audience, without regard to duties."""
    if actor.person_id is None:
        return False
    if contest.audience == "public":
        return True
    home = home_of(actor.person_id)
    return (
        home == contest.org_path if contest.audience == "branch" else bool(home) and home.startswith(contest.org_path)
    )


def may_start(actor: Actor, found: Round, mine: Iterable[Attempt]) -> Decision:
    """A new attempt. mine: all attempts of the actor in the contest."""
    taken = [attempt for attempt in mine if attempt.round_id == found.pk]
    checks = (_may_enter(actor, found.contest), in_time(found), _once_more(found, taken), _came_through(found, mine))
    return next((check for check in checks if not check), Allowed())


def _may_enter(actor: Actor, contest: Contest) -> Decision:
    if actor.person_id is None:
        return Denied("请先登录。", code="nobody")
    if contest.state != "released":
        return Denied("这次竞赛现在不能答题。", code="late")
    if not belongs(actor, contest):
        return Denied(f"这次竞赛面向{contest.get_audience_display()}。", code="not_meant")
    if knows_answers(actor, contest.org_path):
        return Denied(
            "您的岗位看得到题库的答案，不参加计分的答题。", code="knows", remedy="可以在“练习”里答，练习不留记录。"
        )
    return Allowed()


def in_time(found: Round) -> Decision:
    """By the clock of the server."""
    match found.phase():
        case "open":
            return Allowed()
        case "upcoming":
            return Denied("这一轮还没有开始。", code="early")
        case _:
            return Denied("这一轮已经截止。", code="late")


def _once_more(found: Round, taken: list[Attempt]) -> Decision:
    if len(taken) >= found.attempts:
        return Denied(f"这一轮每人 {found.attempts} 次，您已经用完了。", code="used")
    return Allowed()


def _came_through(found: Round, mine: Iterable[Attempt]) -> Decision:
    if not found.after_pass or any(a.passed and a.round.number == found.number - 1 for a in mine):
        return Allowed()
    return Denied("这一轮请上一轮合格的同志参加。", code="before")


def may_answer(actor: Actor, attempt: Attempt, now: datetime | None = None) -> Decision:
    """Whether an answer that comes now is kept: one's own, not handed in, in time with the grace (LX-222)."""
    if not actor.is_person(attempt.entry.person_id):
        return OUT_OF_SCOPE
    if attempt.round.contest.state != "released":
        return Denied("这次竞赛取消了，答卷不计。", code="cancelled")
    if attempt.sent_at is not None:
        return Denied("这份卷子已经交了，这个答案没有记下。", code="sent")
    if (now or moment.now()) > attempt.ends_at + grace():
        return Denied("时间到了，这个答案没有记下。", rule="LX-222", code="late", remedy="到时间以前记下的答案都算数。")
    return Allowed()


def sees_result(actor: Actor, attempt: Attempt) -> bool:
    """LX-224: the person alone, once the round is over and marked."""
    mine = actor.is_person(attempt.entry.person_id)
    return mine and attempt.round.contest.state != "cancelled" and attempt.round.over() and bool(attempt.result)


def guarded_rows() -> Any:
    """Versions that a round which is not over may still ask, as a query: their answers are shown nowhere outside the bank."""
    rows = Pooled.objects.filter(round__contest__state="released", round__closes_at__gte=moment.now() - grace())
    return rows.values_list("version_id", flat=True)


def guarded(versions: Iterable[int]) -> set[int]:
    """Those of some versions that must not be answered yet. One statement."""
    return set(guarded_rows().filter(version_id__in=list(versions)))


def may_object(actor: Actor, attempt: Attempt) -> Decision:
    """LX-225: who was asked it, after the round, within the days."""
    if not sees_result(actor, attempt):
        return OUT_OF_SCOPE
    days = rule("LX-225").count("days")
    if attempt.round.contest.state != "released" or (moment.now() - attempt.round.closes_at).days >= days:
        return Denied(f"本轮结束 {days} 日以后不再收。", rule="LX-225", code="late")
    return Allowed()


def may_decide(actor: Actor, objection: Objection) -> Decision:
    """LX-225: after the round, by somebody who neither wrote the question nor objects to it."""
    version, found = objection.pooled.version, objection.pooled.round
    if not actor.may(DECIDE, found.contest.org_path):
        return OUT_OF_SCOPE
    if not found.over():
        return Denied("本轮结束以后再认定。", code="early")
    if objection.verdict:
        return Denied("已经认定过了。", code="twice")
    wrote = (version.by_id, version.question.author_id)
    if any(actor.is_person(person) for person in (*wrote, objection.person_id)):
        return Denied("自己出的题、自己提的意见由另一位同志认定。", rule="LX-225", code="own_work")
    return Allowed()


def not_ones_own(actor: Actor, contest: Contest) -> Decision:
    """M04: who drew it up does not release it."""
    if actor.is_person(contest.author_id):
        return Denied("自己起草的由另一位同志放行。", code="own_work", remedy="请本组织另一位有权放行的同志来办。")
    return Allowed()


def has_rounds(actor: Actor, contest: Contest) -> Decision:
    """There is something to look at."""
    if not contest.rounds.exists():
        return Denied("还没有赛程。", code="empty", remedy="请先加一轮。")
    return Allowed()


def may_release(actor: Actor, contest: Contest) -> Decision:
    if not (mine := not_ones_own(actor, contest)):
        return mine
    if contest.closes_at is None or contest.closes_at <= moment.now():
        return Denied("截止时间已经过了。", code="late", remedy="请退回，改了时间再送来。")
    return Allowed()


def may_finish(actor: Actor, contest: Contest) -> Decision:
    """After the last round, when everything is marked, nobody may object any more, and nothing waits for a verdict."""
    days = rule("LX-225").count("days")
    if contest.closes_at is None or (moment.now() - contest.closes_at).days < days:
        return Denied(f"最后一轮截止 {days} 日以后才能结束，留时间给大家提题目有误。", rule="LX-225", code="early")
    if Objection.objects.filter(pooled__round__contest=contest, verdict="").exists():
        return Denied("还有“题目有误”没有认定。", code="open")
    return Allowed()


def before_the_end(actor: Actor, contest: Contest) -> Decision:
    """Cancelled while it runs; afterwards what people earned stands."""
    if contest.phase() == "closed":
        return Denied("答题已经结束，不能取消。", code="late")
    return Allowed()
