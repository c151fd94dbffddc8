"""Entering a matter, what follows, what the person says, the end of it. No step has a consequence elsewhere."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.membership.dossiers.models import Member, MemberRecord

from . import policies
from .announcing import tell_keepers, tell_person
from .flow import FLOW
from .models import Matter, MatterLine
from .words import DATED, KINDS

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


def fits(text: str, label: str) -> Decision:
    """Whether something was written, and not more than LX-124 allows."""
    most = rule("LX-124").count("text")
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field="text")
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-124", code="too_long", field="text"
        )
    return Allowed()


@action("oversight.open")
def open_matter(
    *, actor: Actor, member: Member, kind: str, text: str, began: date, until: date | None, key: str
) -> Matter:
    """登记. The person learns of it and reads every word (F03). The same form twice is one matter."""
    member = lock(member)
    require(policies.may_open(actor, member))
    known = Matter.objects.unscoped("the same form").filter(member=member, key=key[:40]).first()
    if known is not None:
        record("oversight.open_again", actor=actor, subject=known)
        return known
    if kind not in KINDS:
        raise Refused(Denied("请选择方式。", code="empty", field="kind"))
    require(fits(text, "事由"))
    if began > moment.today():
        raise Refused(Denied("这一天还没有到。", code="future", field="began_on"))
    if kind == DATED:
        require(policies.fits_until(began, until, moment.today()))
    with or_refuse(_TWICE):
        case = Matter.objects.create(
            state=FLOW.lifecycle.initial, organisation=member.organisation, org_path=member.org_path, opened_at=moment.now(),
            key=key[:40], member=member, kind=kind, began_on=began, until=until if kind == DATED else None,
        )  # fmt: skip
    _say(case, actor, "facts", text, key)
    FLOW.step.objects.create(case=case, event="open", label="登记", source="", target=case.state, at=moment.now(),
                             actor_kind=actor.kind, person_id=actor.person_id, public_label="登记")  # fmt: skip
    record("oversight.open", actor=actor, subject=case)
    tell_person(case, f"oversight:{case.pk}:open")
    return case


@action("oversight.note")
def note(*, actor: Actor, case: Matter, text: str, key: str) -> Matter:
    """记进展. The same form twice is one line."""
    return _add(actor, case, "note", "note", text, "进展", key)


@action("oversight.answer")
def answer(*, actor: Actor, case: Matter, text: str, key: str) -> Matter:
    """本人说明, as often as the person likes; what they hand in on paper says that it was entered."""
    if not policies.is_concerned(actor, case):
        raise Refused(OUT_OF_SCOPE)
    return _add(actor, case, "answer", "answer", text, "说明", key)


@action("oversight.enter_answer")
def enter_answer(*, actor: Actor, case: Matter, text: str, key: str) -> Matter:
    """代录本人说明 that came on paper (A02, F03): word for word, under the name of who entered it; the person is told."""
    return _add(actor, case, "enter_answer", "paper", text, "说明", key)


@action("oversight.date")
def set_date(*, actor: Actor, case: Matter, until: date | None, revision: int) -> Matter:
    """改期限 within the year of EDU-10, counted from the day it began, however often it is changed."""
    case = lock(case, revision=revision)
    require(policies.may_keep(actor, case))
    if case.kind != DATED:
        raise Refused(Denied("只有限期改正有期限。", code="kind"))
    require(policies.fits_until(case.began_on, until, moment.today()))
    return advance(case, "date", actor=actor, changes={"until": until})


@action("oversight.settle")
def settle(*, actor: Actor, case: Matter, text: str, sanction: MemberRecord | None, revision: int) -> Matter:
    """办结, with its outcome in words; a sanction is only pointed at, its decision was made elsewhere."""
    case = lock(case, revision=revision)
    require(policies.may_keep(actor, case))
    require(fits(text, "结果"))
    if sanction is not None and (sanction.member_id != case.member_id or sanction.kind != "sanction"):
        raise Refused(Denied("请从这位同志的处分记录里选。", code="choice", field="sanction"))
    case = advance(case, "settle", actor=actor, changes={"sanction": sanction})
    _say(case, actor, "outcome", text, f"settle-{case.revision}")
    return case


@action("oversight.revoke")
def revoke(*, actor: Actor, case: Matter, text: str, revision: int) -> Matter:
    """撤销 what should not have been entered: the words are gone, why stays."""
    case = lock(case, revision=revision)
    require(policies.may_keep(actor, case))
    require(fits(text, "撤销的原因"))
    case = advance(case, "revoke", actor=actor, changes={"until": None, "sanction": None})
    case.lines.all().delete()
    _say(case, actor, "revoked", text, f"revoke-{case.revision}")
    return case


@action("oversight.look")
def looked(*, actor: Actor, case: Matter) -> None:
    """Somebody who keeps the ledger opened it: allowed, and never without a line (P02)."""
    record("oversight.look", actor=actor, subject=case)


@action("oversight.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Corrections whose last day is near (LX-124) or over: person and keepers once for each. Answers how many."""
    today = moment.today()
    rows = Matter.objects.unscoped("reminders").filter(state="open", until__isnull=False).select_related("member")
    found = 0
    for case in rows.filter(until__lte=date.fromordinal(today.toordinal() + rule("LX-124").count("ahead"))):
        found += 1
        over = case.until is not None and today > case.until
        key = f"oversight:{case.pk}:{case.until}:{'over' if over else 'soon'}"
        tell_keepers(case, "限期改正到期了，请看看结果" if over else "限期改正快到期了", key)
        if not over:
            tell_person(case, f"{key}:person")
    record("oversight.remind", actor=actor, matters=found)
    return found


def _add(actor: Actor, case: Matter, event: str, voice: str, text: str, label: str, key: str) -> Matter:
    case = lock(case)
    if MatterLine.objects.filter(case=case, key=key[:40]).exists():
        record("oversight.said_again", actor=actor, subject=case)
        return case
    require(fits(text, label))
    case = advance(case, event, actor=actor)
    _say(case, actor, voice, text, key)
    return case


def _say(case: Matter, actor: Actor, voice: str, text: str, key: str) -> None:
    MatterLine.objects.create(
        case=case, voice=voice, by_id=actor.person_id, text=text.strip(), key=key[:40], at=moment.now()
    )
