"""Who keeps organisational life, and what a gathering allows at which moment."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.membership.dossiers.models import Member

from .models import Attendance, Gathering, PaperList
from .words import HOLDS, KIND_WORDS, KINDS, OPEN, STATES

READ, KEEP = "gatherings.read", "gatherings.keep"
#: stages in which somebody is decided upon by the general meeting
DECIDED = ("candidate", "probationary")
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, KEEP),
    "deputy_secretary": (READ, KEEP),
    "committee_member": (READ, KEEP),
    "organiser": (READ, KEEP),
    "discipline": (READ,),
    "leader": (READ,),
}


def may_keep(actor: Actor, org_path: str) -> Decision:
    """A duty with the right over the organisation (P05)."""
    if not actor.may(READ, org_path):
        return OUT_OF_SCOPE
    if not actor.may(KEEP, org_path):
        return Denied("您的岗位只能查看组织生活。", code="no_right", remedy="请支部委员或组织员办理。")
    return Allowed()


def may_plan(actor: Actor, organisation: Organisation, kind: str) -> Decision:
    """Branches and groups hold gatherings, each of its own kinds."""
    kept = may_keep(actor, organisation.path)
    if isinstance(kept, Denied):
        return kept
    if organisation.closed_on or kind not in HOLDS.get(organisation.kind, ()):
        return Denied(f"{organisation.short_name}不开{KIND_WORDS.get(kind, '这种会')}。", code="kind", field="kind")
    return Allowed()


def may_change(actor: Actor, gathering: Gathering) -> Decision:
    """Until it is filed or called off."""
    return all_of(may_keep(actor, gathering.org_path), is_open(gathering))


def is_open(gathering: Gathering) -> Decision:
    if gathering.state in OPEN:
        return Allowed()
    return Denied(f"这次{gathering.get_kind_display()}{STATES[gathering.state]}，不能再改。", code="closed")


def has_begun(gathering: Gathering) -> Decision:
    """Nobody is marked, nothing is decided before people have met."""
    if gathering.state == "planned":
        return Denied("还没有发通知，不知道谁应到。", code="not_called", remedy="先发通知。")
    if moment.now() < gathering.starts_at:
        return Denied("还没有到开始的时间，不能登记到会。", code="too_early")
    return Allowed()


def may_record(actor: Actor, gathering: Gathering) -> Decision:
    """Attendance, resolutions, tasks, minutes."""
    return all_of(may_change(actor, gathering), has_begun(gathering))


def may_ask_leave(actor: Actor, row: Attendance) -> Decision:
    """By the person, before it begins; those who are not called need no leave."""
    gathering = row.gathering
    if not actor.is_person(row.member.person_id):
        return OUT_OF_SCOPE
    if gathering.state != "called":
        return is_open(gathering) if gathering.state != "planned" else OUT_OF_SCOPE
    if row.role != "called":
        return Denied("您不在应到名单里，不用请假。", code="not_called")
    if moment.now() >= gathering.starts_at:
        return Denied("已经开始了，不能再请假。", code="too_late", remedy="没能到会的，会后向书记说明原因。")
    if row.leave in ("asked", "granted"):
        return Denied("您已经请过假了。", code="twice")
    return Allowed()


def may_answer_leave(actor: Actor, row: Attendance) -> Decision:
    """Somebody else's (B03), once, until the gathering is filed."""
    kept = may_change(actor, row.gathering)
    if isinstance(kept, Denied):
        return kept
    if actor.is_person(row.member.person_id):
        return Denied("自己的请假由其他同志答复。", code="own_work")
    if row.leave != "asked":
        return Denied("这次请假已经答复过，或者没有请假。", code="twice")
    return Allowed()


def may_decide_paper(actor: Actor, paper: PaperList) -> Decision:
    """核对 by somebody who did not enter it."""
    kept = may_record(actor, paper.gathering)
    if isinstance(kept, Denied):
        return kept
    if paper.state != "waiting":
        return Denied("这份签到表已经核对过了。", code="twice")
    if actor.is_person(paper.by_id):
        return Denied("录入的人不能自己核对，请另一位同志核对。", code="own_work")
    return Allowed()


def may_sign_in(gathering: Gathering) -> Decision:
    """From shortly before it begins (LX-71) until it is filed or the day is over."""
    if gathering.state != "called":
        return Denied("现在不能签到。", code="closed")
    now, early = moment.now(), timedelta(hours=float(rule("LX-71", gathering.day).number("before")))
    if now < gathering.starts_at - early:
        return Denied("还没有到签到的时间。", rule="LX-71", code="too_early")
    if timezone.localdate(now) > timezone.localdate(gathering.ends_at or gathering.starts_at):
        return Denied("这次活动已经结束。", code="too_late", remedy="到了会没有签上的，请组织者在名单上补记。")
    return Allowed()


def may_vote_on(gathering: Gathering, about: Member | None, text: str) -> Decision:
    """A vote on somebody's admission or conversion: in a general meeting, on one of the branch, one at a time (DEV-15)."""
    if about is None:
        return Allowed()
    if KINDS[gathering.kind].quorum != "votes":
        return Denied("接收、转正由党员大会表决。", rule="DEV-15", code="kind", field="about")
    others = voted_on(gathering)
    if about.pk not in {member.pk for member in others}:
        return Denied("请从列出的同志里选一位。", code="unknown", field="about")
    if gathering.resolutions.filter(about=about).exists():
        return Denied(f"这次会对{about.name}已经表决过了。", rule="DEV-15", code="twice", field="about")
    named = [member.name for member in others if member.name in text and member.name != about.name]
    if named:
        return Denied(f"决议里还写了{named[0]}。接收、转正要一个一个表决，请分开登记。", rule="DEV-15", code="together",
                      field="text")  # fmt: skip
    return Allowed()


def voted_on(gathering: Gathering) -> list[Member]:
    """Of whom a meeting of the organisation may decide: candidates and probationary members of its own."""
    rows = Member.objects.unscoped("of the organisation that meets").filter(
        subtree("org_path", [gathering.org_path]), stage__in=DECIDED, standing="active"
    )
    return list(rows.order_by("name", "pk"))
