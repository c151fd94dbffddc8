"""Who keeps the dues. Income is seen by those who assess it, and by the person."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from .models import Remittance

READ, KEEP = "dues.read", "dues.keep"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, KEEP),
    "deputy_secretary": (READ, KEEP),
    "committee_member": (READ, KEEP),
    "organiser": (READ, KEEP),
    "discipline": (READ,),
    "leader": (READ,),
}


def may_keep(actor: Actor, member: Member) -> Decision:
    """B03: money of a member is written down by somebody else; only members of the Party pay."""
    if not actor.may(READ, member.org_path):
        return OUT_OF_SCOPE
    if not actor.may(KEEP, member.org_path):
        return Denied("您的岗位只能查看党费。", code="no_right")
    if actor.is_person(member.person_id):
        return Denied("自己的党费由其他同志登记。", code="own_work")
    if member.stage not in IN_PARTY:
        return Denied(f"{member.get_stage_display()}不交党费。", code="stage")
    return Allowed()


def may_take_in(actor: Actor, row: Remittance) -> Decision:
    """The receiving organisation says what arrived, and not the person who sent it."""
    if not actor.may(READ, row.above_path):
        return OUT_OF_SCOPE
    if not actor.may(KEEP, row.above_path):
        return Denied("您的岗位只能查看党费。", code="no_right")
    if row.by_id is not None and actor.is_person(row.by_id):
        return Denied("这笔上缴是您登记的，收款由另一位管党费的同志确认。", code="own_work")
    if row.standing != "on_way":
        return Denied(f"这笔上缴{row.get_standing_display()}，不用再确认。", code="stale")
    return Allowed()


def may_settle(actor: Actor, row: Remittance) -> Decision:
    """The sender puts right what was different, and not the person who said so."""
    if not actor.may(READ, row.org_path):
        return OUT_OF_SCOPE
    if not actor.may(KEEP, row.org_path):
        return Denied("您的岗位只能查看党费。", code="no_right")
    if row.taken_by_id is not None and actor.is_person(row.taken_by_id):
        return Denied("收款是您确认的，差额由上缴的一方处理。", code="own_work")
    if row.standing != "differs":
        return Denied("这笔上缴没有要处理的差额。", code="stale")
    return Allowed()
