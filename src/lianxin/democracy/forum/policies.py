"""Who proposes, prepares, releases and decides."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianxin.democracy.speaking import audiences
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor, posts_with
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import Allowed, Decision, Denied

from .lifecycle import MANAGE, RELEASE
from .models import Topic, TopicStep

POSTS = {
    "secretary": (MANAGE, RELEASE),
    "deputy_secretary": (MANAGE, RELEASE),
    "committee_member": (MANAGE,),
    "editor": (MANAGE,),
    "leader": (RELEASE,),
    "approver": (RELEASE,),
}
SIGN_IN = Denied("登录以后可以提议话题。", rule="CMT-01", code="anonymous")
UNCHECKED = Denied(
    "提议话题以前要核验手机号。", rule="CMT-01", code="unverified", remedy="请到“我的—核验手机号”办理，大约 1 分钟。"
)


def may_read(actor: Actor, topic: Topic) -> bool:
    """The audience, once it was released; also that it was taken down."""
    shown = topic.visible or topic.state == "taken_down"
    return shown and audiences.reads(actor, topic.audience, topic.organisation)


def may_propose(actor: Actor) -> Decision:
    """后台实名 (CMT-01): a checked phone or identity, or a member's file."""
    if actor.person_id is None:
        return SIGN_IN
    person = Person.objects.filter(pk=actor.person_id).first()
    if (person is not None and person.verified) or audiences.member_of(actor) is not None:
        return Allowed()
    return UNCHECKED


def targets(actor: Actor) -> list[Organisation]:
    """To whom a topic can be proposed: a member's own organisation and those above it; committees for everybody.

    Only where somebody is there to take it up. Two statements.
    """
    member = audiences.member_of(actor)
    rows = in_force().filter(post__in=posts_with(MANAGE), organisation__closed_on=None)
    found = {row.organisation_id: row.organisation for row in rows.select_related("organisation")}
    own = set(ancestors_of(member.org_path)) if member is not None else set()
    meant = [one for one in found.values() if one.path in own or one.kind == "committee"]
    return sorted(meant, key=lambda one: (one.path not in own, -len(one.path) if one.path in own else 0, one.path))


def audiences_at(actor: Actor, organisation: Organisation) -> list[str]:
    """Whom a proposer can have in mind there."""
    member = audiences.member_of(actor)
    if member is None or not member.org_path.startswith(organisation.path):
        return ["public"]
    return ["branch", "members", "public"] if member.organisation_id == organisation.pk else ["members", "public"]


def keepers_at(organisation: Organisation) -> list[tuple[int, str]]:
    """Who may keep a topic there (F01): (person, 姓名（岗位）), the organisation's own first, then those above."""
    rows = in_force().filter(post__in=posts_with(MANAGE), org_path__in=ancestors_of(organisation.path))
    found: dict[int, str] = {}
    for row in rows.select_related("person", "organisation").order_by("-org_path", "pk"):
        found.setdefault(
            row.person_id, f"{row.person.nickname}（{row.organisation.short_name} {row.get_post_display()}）"
        )
    return list(found.items())


def is_author(actor: Actor, topic: Topic) -> bool:
    return actor.is_person(topic.proposer_id)


def not_own(actor: Actor, topic: Topic) -> Decision:
    """M04 for a proposal."""
    if actor.is_person(topic.proposer_id):
        return Denied("自己提议的话题，由另一位同志决定采不采纳。", code="own_work")
    return Allowed()


def may_decline(actor: Actor, topic: Topic) -> Decision:
    if TopicStep.objects.filter(case=topic, event="overturn").exists():
        return Denied("申诉已经成立，请采纳这个话题。", rule="LX-01", code="decided")
    return not_own(actor, topic)


def may_decide(actor: Actor, topic: Topic) -> Decision:
    """M02: not who declined it."""
    if actor.is_person(topic.decided_by_id):
        return Denied("原来的决定是您作的，申诉由另一位同志复核。", rule="LX-01", code="same_reviewer")
    return not_own(actor, topic)


def may_appeal(actor: Actor, topic: Topic) -> Decision:
    """M02, within the days of LX-01."""
    declined = TopicStep.objects.filter(case=topic, event="decline").last()
    if declined is None:
        return Denied("没有可以申诉的决定。", code="nothing")
    until = appeal_until(topic.org_path, declined.at)
    if moment.now() > until:
        return Denied(f"申诉期限已过（{timezone.localtime(until):%Y年%m月%d日}截止）。", rule="LX-01", code="too_late")
    return Allowed()


def appeal_until(org_path: str, since: datetime) -> datetime:
    found = rule("LX-01", on=timezone.localdate(since))
    return due_at(calendar_for(org_path), since, found.period("appeal"))


def may_release(actor: Actor, topic: Topic) -> Decision:
    """M04: another one than who prepared it; and the end must still lie ahead."""
    if actor.is_person(topic.prepared_by_id):
        return Denied("自己写的话题由另一位同志放行。", code="own_work")
    if topic.closes_at is None or topic.closes_at <= moment.now():
        return Denied("结束时间已经过了，请先改时间。", code="past")
    return Allowed()


def may_release_summary(actor: Actor, topic: Topic) -> Decision:
    if actor.is_person(topic.summed_by_id):
        return Denied("自己写的小结由另一位同志放行。", code="own_work")
    return Allowed()


def may_reschedule(actor: Actor, topic: Topic) -> Decision:
    if topic.closes_at is not None and topic.closes_at <= moment.now():
        return Denied("讨论已经结束，不能再改时间。", code="closed")
    return Allowed()
