"""Who may see and keep the files of members. The scope is the subtree of the appointment (P05)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import Admission, Member, MemberRecord, Paper, Relative

READ, EDIT, IMPORT, MERGE = "members.read", "members.edit", "members.import", "members.merge"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, EDIT, IMPORT),
    "deputy_secretary": (READ, EDIT, IMPORT),
    "committee_member": (READ, EDIT),
    "organiser": (READ, EDIT, IMPORT, MERGE),
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


def may_admit(actor: Actor, row: Admission, member: Member) -> Decision:
    """LX-262: another person than who wrote it down, who may bring rosters; never the person themselves."""
    if not actor.may(READ, member.org_path):
        return OUT_OF_SCOPE
    if not actor.may(IMPORT, member.org_path):
        return Denied("由支部书记、副书记或者组织员确认。", rule="LX-262", code="no_right")
    if actor.is_person(member.person_id):
        return Denied("自己的档案由其他同志确认。", rule="LX-262", code="own_work")
    if row.state != "waiting":
        return Denied(f"这一份{row.get_state_display()}。", rule="LX-262", code="stale")
    if actor.person_id is not None and actor.person_id == row.by_id:
        return Denied(
            "自己提出的，要由另一位同志确认。",
            rule="LX-262",
            code="own_work",
            remedy="请支部书记或者上级的组织员看过材料以后确认。",
        )
    if not row.opened and member.standing != "active":
        return Denied(f"这份档案{member.get_standing_display()}，不能再更正。", rule="LX-262", code="closed")
    return Allowed()


def may_propose(actor: Actor, member: Member) -> Decision:
    """A paper for one's own file (P03)."""
    if not actor.is_person(member.person_id):
        return OUT_OF_SCOPE
    if member.standing != "active":
        return Denied(f"您的档案{member.get_standing_display()}，不能再提交材料。", code="closed")
    return Allowed()


def holding(paper: Paper) -> str:
    """What an actor holds whose look at the pages of a paper has its line in the ledger."""
    return f"paper:{paper.pk}"


def sees_page(actor: Actor, stored: StoredFile) -> Decision:
    """A page of a paper: its person; others only by the room's own address, which leaves a line for each look (P02)."""
    paper = Paper.objects.select_related("member").filter(pk=int(stored.subject.partition(":")[2])).first()
    if paper is None:
        return OUT_OF_SCOPE
    if actor.is_person(paper.member.person_id):
        return Allowed()
    seen = holding(paper) in actor.holds and actor.may(READ, paper.member.org_path)
    return Allowed() if seen else OUT_OF_SCOPE


def sees_contact(actor: Actor, instance: models.Model, field: str) -> Decision:
    """Phone and identity number of a person are shown, with a reason, to those who keep the file."""
    member = Member.objects.unscoped("asked for one right").filter(person_id=instance.pk).first()
    allowed = isinstance(instance, Person) and member is not None and actor.may(EDIT, member.org_path)
    return Allowed() if allowed else OUT_OF_SCOPE


def sees_sealed(actor: Actor, instance: models.Model, field: str) -> Decision:
    """Sanctions and the family, with a reason, to those who keep the file (P02)."""
    if isinstance(instance, MemberRecord | Relative) and actor.may(EDIT, instance.member.org_path):
        return Allowed()
    return OUT_OF_SCOPE
