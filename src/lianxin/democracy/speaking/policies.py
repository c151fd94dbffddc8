"""Who speaks, who decides, who reads. Each refusal names its reason and rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from . import audiences
from .lifecycle import ANSWER, ASSIST, REVIEW
from .models import Contribution, Verdict
from .registry import Place, floor_of

POSTS = {
    "reviewer": (REVIEW,),
    "secretary": (REVIEW, ANSWER),
    "deputy_secretary": (REVIEW, ANSWER),
    "committee_member": (ANSWER,),
    "leader": (ANSWER,),
    "assistant": (ASSIST,),
}
SIGN_IN = Denied("登录以后可以发言。", rule="CMT-01", code="anonymous", remedy="还没有账号的，可以先登记。")
UNCHECKED = Denied(
    "发言以前要核验手机号。", rule="CMT-01", code="unverified",
    remedy="身份只在后台核验，显示什么名字由您决定。请到“我的—核验手机号”办理，大约 1 分钟。",
)  # fmt: skip
#: said to whoever reads an inner place and does not belong to it
NOT_MEANT = {
    "branch": "这里由本支部党员发言。",
    "members": "这里由本组织和所属组织的党员发言。",
}


def may_read(actor: Actor, place: Place) -> bool:
    """The place itself; what was said there needs `Contribution.state` besides."""
    if not place.visible:
        return audiences.works_at(actor, place.organisation.path)
    return audiences.reads(actor, place.audience, place.organisation)


def may_speak(actor: Actor, kind: str, place: Place) -> Decision:
    """Read, open, somebody known in the background (CMT-01), meant by the audience, and the room's own rule."""
    floor = floor_of(kind)
    if floor is None or not may_read(actor, place):
        return OUT_OF_SCOPE
    if not place.open or not place.visible:
        return Denied(place.closed_words or "现在不能发言。", code="closed")
    if actor.person_id is None:
        return SIGN_IN
    if not audiences.belongs(actor, place.audience, place.organisation):
        return Denied(NOT_MEANT.get(place.audience, "您不在发言的范围里。"), code="not_meant")
    return all_of(known(actor, place), floor.speaks(actor, place))


def known(actor: Actor, place: Place) -> Decision:
    """后台实名: the phone or the identity was checked; a member's branch knows its members."""
    if place.audience != "public" or audiences.member_of(actor) is not None:
        return Allowed()
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    return Allowed() if person is not None and person.verified else UNCHECKED


def may_assist(actor: Actor, kind: str, place: Place) -> Decision:
    """代录 (A02). At an inner place by somebody who belongs there, or who answers at exactly the organisation; for whom,
    must be one of its members (`spoken_for`)."""
    here = place.organisation
    helper = actor.may(ASSIST, here.path)
    if place.audience != "public":
        helper = (helper and audiences.belongs(actor, place.audience, here)) or here.path in actor.places_for(ANSWER)
    if not helper or not place.visible:
        return OUT_OF_SCOPE
    return Allowed() if place.open or place.paper else Denied(place.closed_words or "现在不能发言。", code="closed")


def in_time(place: Place, source: str, handed_in: bool) -> Decision:
    """After the end only what somebody had handed in on paper before it."""
    if place.open or (source == "paper" and handed_in):
        return Allowed()
    return Denied("已经截止，只能补录截止以前收到的纸质表。", code="closed", field="in_time",
                  remedy="是截止以前收到的，请选“纸质代录”并勾选。")  # fmt: skip


def spoken_for(place: Place, text: str) -> Decision:
    """后台实名 at an inner place: exactly one member of its audience."""
    if place.audience == "public":
        return Allowed()
    found = audiences.named(text, place.audience, place.organisation)
    if len(found) == 1:
        return Allowed()
    if found:
        return Denied(
            "叫这个名字的党员不止一位。",
            code="several",
            field="assisted_for",
            remedy="请在姓名后面空一格，写上支部名称。",
        )
    return Denied("这里的党员里没有这个姓名。", rule="CMT-01", code="unknown", field="assisted_for",
                  remedy="党内的地方由本组织的党员发言，请写党员的姓名。")  # fmt: skip


def may_answer(actor: Actor, kind: str, place: Place) -> Decision:
    """组织回应: a duty at exactly the organisation, or whom the room names. Also after the place has closed."""
    floor = floor_of(kind)
    if floor is None or not may_read(actor, place) or actor.person_id is None:
        return OUT_OF_SCOPE
    if place.organisation.path in actor.places_for(ANSWER) or floor.answers(actor, place):
        return Allowed()
    return Denied("您的岗位不能代表这个组织回应。", code="no_right")


def not_too_many(person_id: int) -> Decision:
    """LX-130: a bound against floods."""
    found, now = rule("LX-130"), moment.now()
    rows = Contribution.objects.unscoped("one's own").filter(Q(person_id=person_id), voice="person")
    if rows.filter(state="waiting").count() >= found.count("waiting"):
        return Denied(f"您有 {found.count('waiting')} 条发言还在等审核，请等一等再发。", rule="LX-130", code="too_many")
    if rows.filter(opened_at__gt=now - timedelta(days=1)).count() >= found.count("day"):
        return Denied(f"一天里最多发 {found.count('day')} 条，请明天再发。", rule="LX-130", code="too_many")
    return Allowed()


def is_author(actor: Actor, contribution: Contribution) -> bool:
    """Who spoke; for words taken down for somebody without an account, who took them down on their behalf."""
    if contribution.person_id is not None:
        return actor.is_person(contribution.person_id)
    return actor.is_person(contribution.assisted_by_id)


def may_review(actor: Actor, contribution: Contribution) -> Decision:
    """M04: nobody reviews what they said, entered, or answered themselves."""
    if actor.is_person(contribution.person_id) or actor.is_person(contribution.assisted_by_id):
        return Denied("自己写的或代录的发言，请由另一位同志审核。", code="own_work")
    return Allowed()


def may_decide(actor: Actor, contribution: Contribution) -> Decision:
    """M02: an appeal goes to somebody who did not take the decision."""
    decided = ("refuse", "hide", "publish")
    if actor.person_id and Verdict.objects.filter(
        contribution=contribution, reviewer_id=actor.person_id, decision__in=decided
    ).exists():  # fmt: skip
        return Denied("原来的决定是您作的，申诉由另一位同志复核。", rule="LX-01", code="same_reviewer")
    return may_review(actor, contribution)


def may_appeal(actor: Actor, contribution: Contribution) -> Decision:
    """M02: once for each decision, and within the working days of LX-01."""
    last = Verdict.objects.filter(contribution=contribution, decision__in=("refuse", "hide")).last()
    if last is None:
        return Denied("没有可以申诉的决定。", code="nothing")
    return _inside(contribution, last.created_at)


def _inside(contribution: Contribution, since: datetime) -> Decision:
    until = appeal_until(contribution.org_path, since)
    if moment.now() > until:
        return Denied(f"申诉期限已过（{timezone.localtime(until):%Y年%m月%d日}截止）。", rule="LX-01", code="too_late")
    return Allowed()


def appeal_until(org_path: str, since: datetime) -> datetime:
    """Until when a decision can be appealed."""
    found = rule("LX-01", on=timezone.localdate(since))
    return due_at(calendar_for(org_path), since, found.period("appeal"))


def may_amend(actor: Actor, contribution: Contribution) -> Decision:
    """One correction at a time."""
    return Denied("上一次更正还在审核。", code="twice") if contribution.amending else Allowed()


def may_review_amendment(actor: Actor, contribution: Contribution) -> Decision:
    if not contribution.amending:
        return Denied("没有待审核的更正。", code="nothing")
    return may_review(actor, contribution)
