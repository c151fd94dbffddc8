"""Who may do what with a motion, beyond state and scope. Each refusal names its reason and rule."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers import queries as dossiers

from . import audience
from .lifecycle import ANSWER, MANAGE, MOTION_SHOWN, READ, RELEASE
from .models import Motion, Second, Terms

#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, MANAGE, ANSWER, RELEASE),
    "deputy_secretary": (READ, MANAGE, ANSWER, RELEASE),
    "committee_member": (READ, MANAGE, ANSWER),
    "editor": (READ, MANAGE),
    "organiser": (READ,),
    "reviewer": (READ, RELEASE),
    "leader": (READ, ANSWER, RELEASE),
}


def is_author(actor: Actor, motion: Motion) -> bool:
    return actor.is_person(motion.author_id)


def takes_part(actor: Actor, motion: Motion) -> bool:
    """Whether the motion is the actor's own: proposed, or put down for somebody."""
    return actor.is_person(motion.author_id) or actor.is_person(motion.assisted_by_id)


def not_own(actor: Actor, motion: Motion) -> Decision:
    """M04: nobody answers what they proposed."""
    if takes_part(actor, motion):
        return Denied("这个议题是您提出或者代录的，请由另一位同志审核和答复。", rule="LX-186", code="own_work")
    return Allowed()


def checked(actor: Actor) -> Decision:
    """后台实名 (CMT-01): members by their file, everybody else by a checked phone."""
    if actor.person_id is None:
        return Denied("请先登录。", rule="CMT-01", code="not_signed_in")
    person = person_by_id(actor.person_id)
    if person is not None and (person.verified or dossiers.is_member(actor.person_id)):
        return Allowed()
    return Denied(
        "请先核验手机号。", rule="CMT-01", code="not_verified", remedy="在“我的—核验手机号”里核验，大约 1 分钟。"
    )


def may_propose(actor: Actor, organisation: Organisation, wanted: str) -> Decision:
    """R070, R076: to an organisation that opened it, by those to whom it did. wanted: the audience of the motion."""
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        return Denied("请选择在设的党组织。", code="kind", field="organisation")
    terms = Terms.objects.unscoped("what was declared is for everybody").filter(organisation=organisation).first()
    if terms is None or terms.open_to == "nobody":
        return Denied("这个党组织还没有开放议题征集。", code="not_open", field="organisation",
                      remedy="可以写留言，或者向支部书记提出。")  # fmt: skip
    member = audience.belongs(actor, "members", organisation.path)
    if terms.open_to == "members" and not member:
        return Denied(
            "这里只征集本组织党员的议题。", code="members_only", field="organisation", remedy="可以写留言反映。"
        )
    if wanted == "public" and terms.open_to != "public":
        return Denied("这个党组织的议题只在党员中公开。", code="members_only", field="audience")
    if wanted == "members" and not member:
        return Denied(
            "您不是这里的党员，提出的议题请选“社会公众”，这样您自己也能看到。", code="audience", field="audience"
        )
    return checked(actor)


def may_put_down(actor: Actor, organisation: Organisation) -> Decision:
    """代录 (A02) by those who run the motions of the organisation."""
    if not actor.may(ANSWER, organisation.path):
        return OUT_OF_SCOPE
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        return Denied("请选择在设的党组织。", code="kind", field="organisation")
    found = Terms.objects.unscoped("what was declared is for everybody").filter(organisation=organisation)
    if not found.exists():
        return Denied("这个党组织还没有作出约定。", code="not_open", field="organisation", remedy="请先填写约定。")
    return Allowed()


def may_read(actor: Actor, motion: Motion) -> bool:
    """M01: what is not shown is read by the author and at the desk alone; the page for readers is for the others."""
    if is_author(actor, motion):
        return True
    shown = motion.state in MOTION_SHOWN or (motion.state == "hidden" and motion.shown_at is not None)
    shown = shown or (motion.state in ("declined", "appealed", "upheld") and motion.shown_at is not None)
    return shown and audience.reads(actor, motion.audience, motion.org_path)


def may_second(actor: Actor, motion: Motion) -> Decision:
    """附议: whoever the motion is meant for, once, not the author; while it waits for the answer."""
    if not may_read(actor, motion):
        return OUT_OF_SCOPE
    if motion.state != "shown":
        return Denied("附议已经结束。", code="wrong_state")
    if takes_part(actor, motion):
        return Denied("自己提出的议题不用附议。", code="own_work")
    if not audience.belongs(actor, motion.audience, motion.org_path):
        return Denied("这个议题由本组织的党员附议。", code="members_only")
    if Second.objects.filter(motion=motion, person_id=actor.person_id or 0).exists():
        return Denied("您已经附议过了。", code="twice")
    return checked(actor)


def may_unsecond(actor: Actor, motion: Motion) -> Decision:
    """Taken back while it still counts."""
    if not Second.objects.filter(motion=motion, person_id=actor.person_id or 0).exists():
        return OUT_OF_SCOPE if not may_read(actor, motion) else Denied("您没有附议。", code="nothing")
    return Allowed() if motion.state == "shown" else Denied("附议已经结束，不能再撤回。", code="wrong_state")


def fits_decline(motion: Motion, reason: str, seconds: int) -> Decision:
    """ "Too few" is no reason once the declared number has seconded it, nor before anybody could."""
    if reason == "few" and motion.state != "shown":
        return Denied("还没有公开附议，不能以附议人数不够为理由。", rule="LX-186", code="few", field="reason")
    if reason == "few" and seconds >= motion.threshold:
        return Denied(
            f"附议 {seconds} 人，已经达到约定的 {motion.threshold} 人，不能以人数不够为理由。", rule="LX-186", code="few",
            field="reason", remedy="请列入讨论，或者说明别的理由。",
        )  # fmt: skip
    return Allowed()


def may_appeal(actor: Actor, motion: Motion) -> Decision:
    """M02: once, within the days of LX-186."""
    if motion.appealed_at or motion.declined_at is None:
        return Denied("已经申诉过一次。", rule="LX-186", code="once")
    held = rule("LX-186", on=timezone.localdate(motion.declined_at))
    if moment.now() > due_at(calendar_for(motion.org_path), motion.declined_at, held.period("appeal")):
        return Denied("申诉的期限已经过了。", rule="LX-186", code="too_late", remedy="补充情况以后可以另提一个议题。")
    return Allowed()


def may_look(actor: Actor, motion: Motion) -> Decision:
    """M02: another person than the one who declined."""
    if actor.is_person(motion.declined_by_id):
        return Denied("申诉由另一位同志复核，请交给其他同志。", rule="LX-186", code="same_reviewer")
    return not_own(actor, motion)


def not_decider(actor: Actor, motion: Motion) -> Decision:
    """先审后发: who wrote the result down does not release it."""
    if actor.is_person(motion.decided_by_id):
        return Denied("表决结果由另一位同志核对后公布。", code="own_work")
    return Allowed()


def may_publish(actor: Actor, motion: Motion) -> Decision:
    if not motion.adopted:
        return Denied("表决没有通过。", code="not_adopted")
    return not_decider(actor, motion)


def may_publish_no(actor: Actor, motion: Motion) -> Decision:
    if motion.adopted:
        return Denied("表决已经通过，公布后要落实。", code="adopted")
    return not_decider(actor, motion)


def fits(
    text: str, label: str, field: str, *, figure: str = "text", of: str = "LX-186", needed: bool = True
) -> Decision:
    """Whether something was written, and not more than the rule allows."""
    most = rule(of).count(figure)
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule=of, code="too_long", field=field)
    return Allowed()
