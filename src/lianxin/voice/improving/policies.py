"""Who may do what with a problem. Whoever mends it does not verify it; what was set from above is verified above."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .lifecycle import ADVISE, READ, RELEASE, SET, SIGN, VERIFY, WORK, WORKED
from .models import Advice, Improvement

#: post -> what it may do in the subtree of its organisation
POSTS = {
    "secretary": (READ, SET, WORK, VERIFY, RELEASE, ADVISE, SIGN),
    "deputy_secretary": (READ, SET, WORK, VERIFY, RELEASE, ADVISE, SIGN),
    "committee_member": (READ, SET, WORK, ADVISE),
    "organiser": (READ, WORK),
    "discipline": (READ, SET, VERIFY),
    "leader": (READ, SET, VERIFY, RELEASE, ADVISE, SIGN),
    "dispatcher": (READ, SET, ADVISE),
    "handler": (READ, WORK),
    "approver": (READ, SET, VERIFY, ADVISE, SIGN),
    "reviewer": (READ, RELEASE),
}
_OTHER = "请另一位同志办这一步。"


def may_enter(actor: Actor, setter: Organisation, organisation: Organisation) -> Decision:
    """For oneself, or for one below: the duty stands exactly at who sets it."""
    if actor.kind != "system" and setter.path not in actor.places_for(SET):
        return OUT_OF_SCOPE
    if not organisation.path.startswith(setter.path):
        return OUT_OF_SCOPE
    if organisation.closed_on:
        return Denied("这个单位已经撤销。", code="closed", field="organisation")
    return Allowed()


def did(actor: Actor, case: Improvement, *events: str) -> bool:
    """Whether the actor took one of these steps."""
    if actor.person_id is None:
        return False
    return case.steps.filter(event__in=events, person_id=actor.person_id).exists()


def at_home(actor: Actor, case: Improvement) -> Decision:
    """The work belongs to exactly that organisation; one above does it only where nobody there could (A02)."""
    if actor.kind == "system" or case.org_path in actor.places_for(WORK):
        return Allowed()
    if appointments_at(case.organisation_id, WORK).exists():
        return Denied(f"这一步由{case.organisation.short_name}来办。", code="not_home")
    return Allowed() if actor.may(WORK, case.org_path) else OUT_OF_SCOPE


def may_object(actor: Actor, case: Improvement) -> Decision:
    """Once, and only to what somebody above set (F03)."""
    if case.own:
        return Denied("自己提出的问题，不用提异议。", code="own", remedy="不列入的，写明原因撤下。")
    if case.objected:
        return Denied("已经提过一次异议，维持了。", rule="LX-170", code="once")
    return at_home(actor, case)


def may_decide(actor: Actor, case: Improvement) -> Decision:
    """The objection goes to another person than who entered it, at who set it (M02, M04)."""
    if not _above(actor, case, SET):
        return OUT_OF_SCOPE
    if case.state == "objected" and did(actor, case, "enter", "object"):
        return Denied("提出的同志不复核自己的异议。", rule="LX-170", code="own_work", remedy=_OTHER)
    return Allowed()


def may_verify(actor: Actor, case: Improvement) -> Decision:
    """R102, M04: nobody who worked on it; at who set it, which for set problems is above."""
    if not _above(actor, case, VERIFY):
        where = case.set_by.short_name
        return Denied(f"由{where}的同志办这一步。", rule="LX-170", code="not_above")
    if did(actor, case, *WORKED):
        return Denied("参与整改的同志不验收自己的工作。", rule="LX-170", code="own_work", remedy=_OTHER)
    return Allowed()


def may_extend(actor: Actor, case: Improvement) -> Decision:
    """Once, by who verifies."""
    most = rule("LX-170").count("extensions")
    if case.extensions >= most:
        return Denied(f"最多延期 {most} 次。", rule="LX-170", code="once", remedy="到期没有完成的，如实报告。")
    return may_verify(actor, case)


def may_ask_show(actor: Actor, case: Improvement) -> Decision:
    """By somebody at the organisation, or above it; once until another person has decided."""
    if case.asked_at is not None:
        return Denied("已经提请公开，等另一位同志决定。", code="twice")
    return Allowed() if actor.may(SET, case.org_path) else OUT_OF_SCOPE


def may_answer(actor: Actor, case: Improvement) -> Decision:
    """F03: the organisation that mends it says its word before it is shown."""
    if case.asked_at is None or not case.asks_them:
        return Denied("现在没有等单位说明的公开。", code="nothing")
    return at_home(actor, case)


def may_release(actor: Actor, case: Improvement) -> Decision:
    """M01, M04, F03: another person than who asked, after those concerned answered or had their days."""
    if case.asked_at is None:
        return Denied("还没有人提请公开。", code="nothing", remedy="先由一位同志提请公开，再由另一位同志决定。")
    asked = case.steps.filter(event="ask_show").order_by("-id").values_list("person_id", flat=True).first()
    if actor.is_person(asked):
        return Denied("提请公开的同志不自己决定公开。", rule="LX-171", code="own_work", remedy=_OTHER)
    return Allowed()


def may_show(actor: Actor, case: Improvement) -> Decision:
    """The days of LX-171 first."""
    if case.asked_at is not None and case.asks_them and case.answered_at is None:
        clock = case.clocks.filter(name="answer", state="running").last()
        if clock is None or clock.due_at > moment.now():
            return Denied(
                f"{case.organisation.short_name}还没有写说明，期限没有到。", rule="LX-171", code="early",
                remedy="等写了说明，或者期限过了再公开。",
            )  # fmt: skip
    return may_release(actor, case)


def may_take_down(actor: Actor, case: Improvement) -> Decision:
    if not case.is_public:
        return Denied("没有公开。", code="nothing")
    return Allowed()


def may_correct(actor: Actor, case: Improvement) -> Decision:
    """M06: what everybody reads is not changed under their eyes."""
    if case.is_public:
        return Denied("正在公开的文字不能直接改。", code="public", remedy="先撤下，改好以后重新提请公开。")
    if not _above(actor, case, SET):
        return OUT_OF_SCOPE
    return Allowed()


def may_settle(actor: Actor, case: Improvement) -> Decision:
    """Whether the same came again is for people to say, not those who mended it."""
    if not case.again_n:
        return Denied("没有新的同类留言。", code="nothing")
    return may_verify(actor, case)


def _above(actor: Actor, case: Improvement, verb: str) -> bool:
    """A duty that covers the organisation that set it: for set problems this is one level up or more."""
    return actor.kind == "system" or actor.may(verb, case.set_path)


def may_advise(actor: Actor, organisation: Organisation) -> Decision:
    """R085: by a duty that covers the organisation."""
    return Allowed() if actor.may(ADVISE, organisation.path) else OUT_OF_SCOPE


def may_edit(actor: Actor, advice: Advice) -> Decision:
    if advice.signed:
        return Denied("已经审定的版本不再改。", code="signed", remedy="请重新生成一版。")
    return may_advise(actor, advice.organisation)


def may_sign(actor: Actor, advice: Advice) -> Decision:
    """O06: what the machine made is signed by a person."""
    if advice.signed:
        return Denied("这一版已经审定。", code="signed")
    if not actor.may(SIGN, advice.org_path):
        return Denied("您的岗位不能审定决策参考。", code="no_right")
    return Allowed()
