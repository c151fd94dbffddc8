"""Registering, helping, what the helped person says, following up, taking consent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers.models import Member

from . import policies
from .flow import FLOW
from .models import Help, HelpDeed
from .words import CONSENTS, GOES_ON, NEEDS, RESULTS

#: what is left empty when consent is taken back
_WORDS = ("who", "phone", "address", "need", "witness", "result_text")
_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Facts:
    """Who needs what, and how they agreed. member: their file here, when they have one."""

    who: str
    kind: str
    need: str
    consent: str
    consent_on: date
    phone: str = ""
    address: str = ""
    witness: str = ""
    member: Member | None = None


def fits(text: str, label: str, field: str, *, needed: bool = True) -> Decision:
    """Whether something was written, and not more than LX-122 allows."""
    most = rule("LX-122").count("text")
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-122", code="too_long", field=field
        )
    return Allowed()


def past(on: date, field: str = "on") -> Decision:
    """Whether a day has come."""
    return Allowed() if on <= moment.today() else Denied("这一天还没有到。", code="future", field=field)


@action("helping.register")
def register(*, actor: Actor, organisation: Organisation, facts: Facts, key: str) -> Help:
    """登记帮扶对象, with their consent (PIP-03). The same form twice is one help."""
    require(policies.may_register(actor, organisation))
    known = Help.objects.unscoped("the same form").filter(key=key[:40], organisation=organisation).first()
    if known is not None:
        record("helping.register_again", actor=actor, subject=known)
        return known
    require(
        all_of(
            fits(facts.who, "姓名或户主", "who"),
            fits(facts.need, "困难和需要", "need"),
            past(facts.consent_on, "consent_on"),
        )
    )
    if facts.kind not in NEEDS or facts.consent not in CONSENTS:
        raise Refused(Denied("请选择。", code="empty", field="kind" if facts.kind not in NEEDS else "consent"))
    if facts.consent == "spoken" and not facts.witness.strip():
        raise Refused(Denied("当面同意的，请写明谁在场。", rule="PIP-03", code="empty", field="witness"))
    with or_refuse(_TWICE):
        case = Help.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=moment.now(),
            key=key[:40], who=facts.who.strip(), phone=facts.phone.strip(), address=facts.address.strip(), member=facts.member,
            kind=facts.kind, need=facts.need.strip(), consent=facts.consent, consent_on=facts.consent_on,
            witness=facts.witness.strip(),
        )  # fmt: skip
    FLOW.step.objects.create(case=case, event="register", label="登记", source="", target=case.state, at=moment.now(),
                             actor_kind=actor.kind, person_id=actor.person_id, public_label="登记")  # fmt: skip
    record("helping.register", actor=actor, subject=case, kind=case.kind)
    return case


@action("helping.assign")
def assign(*, actor: Actor, case: Help, helper: Member, revision: int) -> Help:
    """安排、换人: a member of the organisation helps; the days to the first visit run (LX-122)."""
    case = lock(case, revision=revision)
    require(policies.fits_as_helper(case, helper))
    return advance(
        case,
        "assign" if case.state == "registered" else "reassign",
        actor=actor,
        changes={"handler_id": helper.person_id},
    )


@action("helping.deed")
def deed(*, actor: Actor, case: Help, on: date, text: str, key: str) -> Help:
    """登记做了什么: the days to the next visit run anew. The same form twice is one deed."""
    case = lock(case)
    if HelpDeed.objects.filter(case=case, key=key[:40]).exists():
        record("helping.deed_again", actor=actor, subject=case)
        return case
    require(policies.may_work(actor, case))
    require(all_of(fits(text, "做了什么", "text"), past(on)))
    if on < case.consent_on:
        raise Refused(Denied("比本人同意的日期还早。", rule="PIP-03", code="early", field="on"))
    HelpDeed.objects.create(case=case, by_id=actor.person_id, on=on, text=text.strip(), key=key[:40], at=moment.now())
    return advance(case, "deed", actor=actor)


@action("helping.done")
def done(*, actor: Actor, case: Help, revision: int) -> Help:
    """办完了: now the helped person says whether it helped. Nothing is done without a single deed."""
    case = lock(case, revision=revision)
    if not case.deeds.exists():
        raise Refused(Denied("还没有登记做过什么。", code="empty", remedy="请先登记上门或者帮办的情况。"))
    return advance(case, "done", actor=actor)


@action("helping.result")
def say_result(*, actor: Actor, case: Help, result: str, text: str, on: date, revision: int) -> Help:
    """本人说结果: solved and eased are followed up, "not solved" goes on. Put down by others it says so (代录)."""
    case = lock(case, revision=revision)
    if result not in RESULTS:
        raise Refused(Denied("请选择结果。", code="empty", field="result"))
    require(all_of(fits(text, "本人怎么说", "text", needed=False), past(on)))
    own = policies.is_helped(actor, case)
    changes = {"result": result, "result_text": text.strip(), "said_by": "own" if own else "assisted", "said_on": on}
    return advance(
        case, "again" if result in GOES_ON else "settle", actor=actor, changes=changes, data={"result": result}
    )


@action("helping.follow")
def follow(*, actor: Actor, case: Help, stable: bool, text: str, revision: int) -> Help:
    """回访: over, or on again."""
    case = lock(case, revision=revision)
    require(fits(text, "回访情况", "text"))
    return advance(case, "close" if stable else "reopen", actor=actor, note=text.strip())


@action("helping.stop")
def stop(*, actor: Actor, case: Help, text: str, revision: int) -> Help:
    """停止, with a reason: moved away, helped by others."""
    case = lock(case, revision=revision)
    require(fits(text, "原因", "text"))
    return advance(case, "stop", actor=actor, note=text.strip())


@action("helping.revoke")
def revoke(*, actor: Actor, case: Help) -> Help:
    """收回同意 (P06): it stops at once, and every word about the person is gone; the number stays in the figures."""
    case = lock(case)
    case = advance(
        case, "revoke", actor=actor, changes=dict.fromkeys(_WORDS, "") | {"member": None, "handler_id": None}
    )
    case.deeds.all().delete()
    case.steps.exclude(note="").update(note="")
    return case


@action("helping.look")
def looked(*, actor: Actor, case: Help) -> None:
    """Somebody who organises opened it: allowed, and never without a line (P02)."""
    record("helping.look", actor=actor, subject=case)


@action("helping.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Promises of LX-122 that run out; once for each stage. Answers how many."""
    given = timers.sweep(FLOW, moment.now())
    record("helping.remind", actor=actor, alerts=given)
    return given
