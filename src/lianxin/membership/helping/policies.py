"""Who has a part in a help. Words are read by those who organise it at exactly that organisation, the one who helps and
the one who is helped; everybody above them sees numbers."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.models import Member

from .lifecycle import COUNT, MANAGE
from .models import Help

#: post -> what it may do; MANAGE at exactly that organisation, COUNT in the subtree
POSTS = {
    "secretary": (MANAGE, COUNT),
    "deputy_secretary": (MANAGE, COUNT),
    "committee_member": (MANAGE, COUNT),
    "organiser": (MANAGE, COUNT),
    "leader": (COUNT,),
}


def manages(actor: Actor, case: Help) -> bool:
    """At exactly the organisation that organises the help."""
    return actor.kind == "system" or case.org_path in actor.places_for(MANAGE)


def helps(actor: Actor, case: Help) -> bool:
    return actor.is_person(case.handler_id)


def is_helped(actor: Actor, case: Help) -> bool:
    return case.member is not None and actor.is_person(case.member.person_id)


def takes_part(actor: Actor, case: Help) -> bool:
    """What the table calls its author; each step is narrowed by its guard."""
    return manages(actor, case) or helps(actor, case) or is_helped(actor, case)


def readable(actor: Actor) -> Q:
    """The helps whose words the actor may read. What was stopped is nobody's any more but the organisation's."""
    if actor.person_id is None:
        return Q(pk__in=[])
    going = ~Q(state="stopped")
    mine = (Q(handler_id=actor.person_id) | Q(member__person_id=actor.person_id)) & going
    return Q(org_path__in=actor.places_for(MANAGE)) | mine


def may_register(actor: Actor, organisation: Organisation) -> Decision:
    """R044: by those who organise it there."""
    if organisation.path not in actor.places_for(MANAGE) and actor.kind != "system":
        return OUT_OF_SCOPE
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        return Denied("帮扶由在设的党组织登记。", code="kind", field="organisation")
    return Allowed()


def may_assign(actor: Actor, case: Help) -> Decision:
    return Allowed() if manages(actor, case) else OUT_OF_SCOPE


def fits_as_helper(case: Help, helper: Member) -> Decision:
    """A member in the subtree of the organisation, not the one who is helped."""
    if not helper.in_party or not helper.org_path.startswith(case.org_path):
        return Denied("请从本组织的党员里选。", code="choice", field="helper")
    if case.member_id == helper.pk:
        return Denied("帮扶的人和被帮扶的是同一个人。", code="own_work", field="helper")
    return Allowed()


def may_work(actor: Actor, case: Help) -> Decision:
    """Who helps writes it down; who organises may write it down for them."""
    if manages(actor, case) or helps(actor, case):
        return Allowed()
    if is_helped(actor, case):
        return Denied("这一步由帮扶的同志登记。", code="not_helper")
    return OUT_OF_SCOPE


def may_say_result(actor: Actor, case: Help) -> Decision:
    """The helped person; or, put down for them, somebody other than who helped (M04)."""
    if is_helped(actor, case):
        return Allowed()
    if helps(actor, case):
        return Denied("结果由本人说，帮扶的同志不替他登记。", rule="LX-122", code="own_work",
                      remedy="本人不上网的，请支部另一位同志当面或者打电话问过以后代录。")  # fmt: skip
    return Allowed() if manages(actor, case) else OUT_OF_SCOPE


def may_revoke(actor: Actor, case: Help) -> Decision:
    """收回同意, by the helped person; put down for them by who organises."""
    if not (is_helped(actor, case) or manages(actor, case)):
        return OUT_OF_SCOPE if not helps(actor, case) else Denied("收回同意由本人提出，支部登记。", code="not_own")
    return Allowed() if case.who else Denied("已经收回，内容都删掉了。", code="twice")
