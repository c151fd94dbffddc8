"""Who keeps the dues. Income is seen by those who assess it, and by the person."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

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
