"""Who writes trainings down, who confirms them, who sees whose lessons. Nobody confirms their own (B03)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.lessons import fits

from .models import Training
from .words import BRANCHES

READ, KEEP, CONFIRM = "training.read", "training.keep", "training.confirm"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, KEEP, CONFIRM),
    "deputy_secretary": (READ, KEEP, CONFIRM),
    "organiser": (READ, KEEP, CONFIRM),
    "committee_member": (READ, KEEP),
    "discipline": (READ,),
    "leader": (READ,),
}
OWN = Denied("自己的学时由其他同志登记或者确认。", code="own_work", remedy="可以在“我的学时”里提交，请书记确认。")


def homes(actor: Actor) -> list[Organisation]:
    """Branches at which the actor has a duty: there people stand by name. From above one sees numbers. One statement."""
    places = actor.places_for(READ)
    if not places:
        return []
    return list(Organisation.objects.filter(path__in=places, kind__in=BRANCHES, closed_on=None).order_by("path"))


def may_enter(actor: Actor, member: Member) -> Decision:
    """登记 for somebody else who is on the roster."""
    if not actor.may(KEEP, member.org_path):
        return OUT_OF_SCOPE
    if actor.is_person(member.person_id):
        return OWN
    return _on_the_roster(member)


def may_report(actor: Actor, member: Member) -> Decision:
    """One's own, which then waits."""
    return _on_the_roster(member) if actor.is_person(member.person_id) else OUT_OF_SCOPE


def _on_the_roster(member: Member) -> Decision:
    if member.in_party:
        return Allowed()
    return Denied("学时只给在册的党员记。", code="closed", field="members")


def may_decide(actor: Actor, training: Training) -> Decision:
    """确认、退回、撤下: by a secretary, never by its person."""
    path = training.member.org_path
    if not actor.may(READ, path):
        return OUT_OF_SCOPE
    if actor.is_person(training.member.person_id):
        return OWN
    if not actor.may(CONFIRM, path):
        return Denied("学时由书记、副书记或者组织员确认。", code="no_right")
    return Allowed()


def holds_together(first: date, last: date, lessons: Decimal, today: date) -> Decision:
    """Days and lessons of a training: over, within one year (EDU-04), no more than so many days hold (LX-73)."""
    if last < first:
        return Denied("结束的日期早于开始。", code="order", field="last")
    if last > today:
        return Denied("还没有结束，结束以后再记。", code="future", field="last")
    if first.year != last.year:
        return Denied("学时当年算当年的。跨年的培训，请按年分成两条。", rule="EDU-04", code="rule", field="last")
    return fits(lessons, last, days=(last - first).days + 1)


def room_for_more(member: Member, today: date) -> Decision:
    """LX-74: so many of one person may wait."""
    most = rule("LX-74", today).count("waiting")
    if Training.objects.filter(member=member, state="waiting").count() < most:
        return Allowed()
    return Denied(f"已经有 {most} 条等着确认，请等有了结果再交。", rule="LX-74", code="too_many")
