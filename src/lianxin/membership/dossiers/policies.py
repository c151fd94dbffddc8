"""Who may see and keep the files of members. The scope is the subtree of the appointment (P05)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import Member

READ, EDIT, IMPORT = "members.read", "members.edit", "members.import"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, EDIT, IMPORT),
    "deputy_secretary": (READ, EDIT, IMPORT),
    "committee_member": (READ, EDIT),
    "organiser": (READ, EDIT, IMPORT),
    "discipline": (READ,),
    "leader": (READ,),
}


def may_see(actor: Actor, member: Member) -> Decision:
    """A duty with the right over the organisation, or the person themselves."""
    if actor.is_person(member.person_id) or actor.may(READ, member.org_path):
        return Allowed()
    return OUT_OF_SCOPE


def may_edit(actor: Actor, member: Member) -> Decision:
    """B03/M04: a file is kept by others than its person; what is gone from here is not changed here."""
    if not actor.may(READ, member.org_path):
        return OUT_OF_SCOPE
    if not actor.may(EDIT, member.org_path):
        return Denied("您的岗位只能查看档案。", code="no_right", remedy="请支部委员或组织员更正。")
    if actor.is_person(member.person_id):
        return Denied("自己的档案由其他同志更正。", code="own_work", remedy="可以在“我的信息与授权”里提出更正申请。")
    if member.standing != "active":
        return Denied(f"这份档案{member.get_standing_display()}，不能再更正。", code="closed")
    return Allowed()


def sees_contact(actor: Actor, instance: models.Model, field: str) -> Decision:
    """Phone and identity number of a person are shown, with a reason, to those who keep the file."""
    member = Member.objects.unscoped("asked for one right").filter(person_id=instance.pk).first()
    allowed = isinstance(instance, Person) and member is not None and actor.may(EDIT, member.org_path)
    return Allowed() if allowed else OUT_OF_SCOPE
