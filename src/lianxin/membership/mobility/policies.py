"""Who registers, who takes note, who decides; and what has to be true before each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.transfer.policies import committee_of

from . import reckoning
from .lifecycle import DECIDE, KEEP
from .models import Absence, Matter
from .words import OPEN

READ = "mobility.read"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, KEEP, DECIDE),
    "deputy_secretary": (READ, KEEP, DECIDE),
    "committee_member": (READ, KEEP),
    "organiser": (READ, KEEP, DECIDE),
    "discipline": (READ,),
    "leader": (READ,),
}
_OWN = Denied("自己的事由其他同志办理。", code="own_work")


def is_person(actor: Actor, case: Any) -> bool:
    """It is about the actor."""
    return actor.is_person(case.member.person_id)


def seen_by(actor: Actor) -> Q:
    """Both sides see a registration: home always, where somebody is while the registration runs and was not declined."""
    paths = actor.paths_for(READ)
    there = subtree("host_path", paths) & ~Q(host_path="") & Q(state="open") & ~Q(host_state="declined")
    return subtree("org_path", paths) | there


def matters_of(actor: Actor) -> Q:
    """The branch and the committee whose turn it is."""
    paths = actor.paths_for(READ)
    return subtree("home_path", paths) | subtree("org_path", paths)


def _keeps(actor: Actor, path: str) -> Decision:
    if not actor.may(READ, path):
        return OUT_OF_SCOPE
    if not actor.may(KEEP, path):
        return Denied("您的岗位只能查看流动党员的登记。", code="no_right", remedy="请支部委员或组织员办理。")
    return Allowed()


def may_register(actor: Actor, member: Member) -> Decision:
    """By the branch, or by the member themselves, who then waits for the branch."""
    if not actor.is_person(member.person_id):
        kept = _keeps(actor, member.org_path)
        if isinstance(kept, Denied):
            return kept
    if member.stage not in IN_PARTY:
        return Denied("只登记预备党员和正式党员。", rule="EDU-12", code="not_member")
    if member.standing not in ("active", "stopped"):
        return Denied(f"这份档案{member.get_standing_display()}，不能登记。", code="closed")
    return Allowed()


def may_keep(actor: Actor, absence: Absence) -> Decision:
    """What the branch at home does, while the registration runs."""
    kept = _keeps(actor, absence.org_path)
    if isinstance(kept, Denied):
        return kept
    if is_person(actor, absence):
        return _OWN
    return _runs(absence)


def may_change(actor: Actor, absence: Absence) -> Decision:
    """Place and address: the branch, or the person themselves."""
    return _runs(absence) if is_person(actor, absence) else may_keep(actor, absence)


def _runs(absence: Absence) -> Decision:
    if absence.state in OPEN:
        return Allowed()
    return Denied(f"这次登记{absence.get_state_display()}，不能再改。", code="closed")


def may_confirm(actor: Actor, absence: Absence) -> Decision:
    """What somebody said of themselves is confirmed by the branch."""
    kept = may_keep(actor, absence)
    if isinstance(kept, Denied):
        return kept
    return Allowed() if absence.state == "asked" else Denied("已经确认过了。", code="twice")


def may_contact(actor: Actor, absence: Absence) -> Decision:
    """Either side writes down a contact; nobody one with themselves."""
    if is_person(actor, absence):
        return _OWN
    if _guest(actor, absence):
        return _runs(absence)
    return may_keep(actor, absence)


def may_note(actor: Actor, absence: Absence) -> Decision:
    """接收登记 by the organisation where somebody is (EDU-12); the file stays where it is."""
    if absence.state != "open" or not absence.host_path or not actor.may(READ, absence.host_path):
        return OUT_OF_SCOPE
    kept = _keeps(actor, absence.host_path)
    if isinstance(kept, Denied):
        return kept
    if is_person(actor, absence):
        return _OWN
    if absence.host_state != "asked":
        return Denied("已经答复过了。", code="twice")
    return Allowed()


def _guest(actor: Actor, absence: Absence) -> bool:
    """The actor keeps the organisation that took note of the person."""
    return absence.host_state == "noted" and bool(absence.host_path) and actor.may(KEEP, absence.host_path)


def sees_contact(actor: Actor, absence: Any, field: str) -> Decision:
    """Address and phone in clear, with a reason (P02): those who keep either side. The words of home stay at home."""
    if actor.may(KEEP, absence.org_path):
        return Allowed()
    return Allowed() if field in ("address", "phone") and _guest(actor, absence) else OUT_OF_SCOPE


def may_propose(actor: Actor, member: Member) -> Decision:
    """By the branch; the system by the days."""
    if actor.kind == "system":
        return Allowed()
    kept = _keeps(actor, member.org_path)
    if isinstance(kept, Denied):
        return kept
    return _OWN if actor.is_person(member.person_id) else Allowed()


def _not_own(actor: Actor, case: Matter) -> Decision:
    return _OWN if is_person(actor, case) else Allowed()


def _heard(actor: Actor, case: Matter) -> Decision:
    """LX-87: told, and given the days, or heard before them. Restoring somebody needs no waiting."""
    if case.ground == "restore" or said_something(case):
        return Allowed()
    told = case.told_on or moment.today()
    first = reckoning.told_enough(told, moment.today())
    if moment.today() >= first:
        return Allowed()
    return Denied(
        f"{told:%Y-%m-%d} 告知本人，{first:%Y-%m-%d} 起才能研究；本人先作了说明的，随时可以。",
        rule="LX-87",
        code="too_early",
    )


def said_something(case: Matter) -> bool:
    """Whether the person was heard since they were told, the last time where it was taken up again."""
    told = case.steps.filter(event="tell").order_by("-pk").first()
    said = case.steps.filter(event__in=("answer_own", "hear"))
    return (said.filter(pk__gt=told.pk) if told else said).exists()


def _committee(actor: Actor, case: Matter) -> Decision:
    if committee_of(case.home_path) is not None:
        return Allowed()
    return Denied("上面没有党委可以决定。", code="no_committee", remedy="请向上级党组织书面报告。")


def _another(actor: Actor, case: Matter) -> Decision:
    """Who wrote down the branch's opinion does not decide on it (M04)."""
    last = case.steps.filter(event="discuss").order_by("-at", "-pk").first()
    if last is not None and actor.person_id and last.person_id == actor.person_id:
        return Denied("登记支部意见的人不能再代党委作决定。", code="same_person")
    return Allowed()


def _holds(actor: Actor, case: Matter) -> Decision:
    """Nothing is decided on a reason that is no longer there."""
    from .grounds import gone

    why = gone(case, moment.today())
    return (
        Denied(f"{why}，不能再作这个决定。", rule=case.words.rule, code="gone", remedy="请选“暂不处理”。")
        if why
        else Allowed()
    )


def _all(*guards: Callable[[Actor, Matter], Decision]) -> Callable[[Actor, Matter], Decision]:
    return lambda actor, case: all_of(*(guard(actor, case) for guard in guards))


GUARDS: dict[str, Callable[[Actor, Matter], Decision]] = {
    "tell": _not_own,
    "hear": _not_own,
    "discuss": _all(_not_own, _committee, _heard),
    "set_aside": _not_own,
    "decide": _all(_not_own, _another, _holds),
    "send_back": _not_own,
    "reopen": _all(_not_own, _holds),
}
