"""Who says what became of an idea, and who sees it through (R099, M04)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, all_of

from . import policies
from .models import Adoption, Letter
from .words import TAKING, VERDICTS

NO_PERSON = Denied("采纳登记要由一位同志填写，系统不能代替。", code="no_person")
RULE = "LX-150"


def of(letter: Letter) -> Adoption | None:
    """The registration of a letter, shown or not."""
    return Adoption.objects.filter(letter=letter).first()


def may_propose(actor: Actor, letter: Letter) -> Decision:
    """By the office that answers, once an answer is out; a second proposal waits for the first."""
    if letter.answered_at is None or letter.kind == "thank":
        return Denied("答复发出以后才登记采纳情况；感谢类不用登记。", rule=RULE, code="nothing")
    return all_of(_no_other_waits(of(letter)), _a_person(actor), policies.may_handle(actor, letter))


def may_report_done(actor: Actor, letter: Letter) -> Decision:
    """Only what was promised in public can be reported as carried out."""
    adoption = of(letter)
    if adoption is None or adoption.shown_at is None or not adoption.taken or adoption.done_on is not None:
        return Denied("没有等待落实的采纳事项。", rule=RULE, code="nothing")
    return all_of(_no_other_waits(adoption), _a_person(actor), policies.may_handle(actor, letter))


def may_confirm(actor: Actor, letter: Letter) -> Decision:
    """M04: by somebody else than the one who wrote it."""
    adoption = of(letter)
    if adoption is None or adoption.proposed_at is None:
        return Denied("没有等待确认的采纳登记。", rule=RULE, code="nothing")
    if actor.is_person(adoption.proposed_by_id):
        return Denied("自己登记的由另一位同志确认。", rule=RULE, code="own_work")
    return all_of(_a_person(actor), policies.not_own(actor, letter), policies.no_conflict(actor, letter))


def fits(verdict: str, reason: str, plan: str, post: str, until: date | None) -> Decision:
    """What a registration must hold: a reason always; what, who and until when for what is taken up."""
    if verdict not in VERDICTS:
        return Denied("请选择采纳情况。", rule=RULE, code="choose", field="verdict")
    if not reason.strip():
        return Denied("请写明理由，留言人会看到。", rule=RULE, code="empty", field="reason")
    if verdict not in TAKING:
        return Allowed()
    for text, field, word in ((plan, "plan", "将做什么"), (post, "post", "由哪个岗位落实")):
        if not text.strip():
            return Denied(f"采纳的请写明{word}。", rule=RULE, code="empty", field=field)
    if until is None:
        return Denied("采纳的请写明最迟哪一天办到。", rule=RULE, code="empty", field="until")
    return (
        Allowed()
        if until >= moment.today()
        else Denied("最迟的日期不能在今天以前。", rule=RULE, code="past", field="until")
    )


def done_fits(letter: Letter, done_on: date | None, text: str) -> Decision:
    """What was done lies between the arrival of the letter and today."""
    if not text.strip():
        return Denied("请写明做了什么。", rule=RULE, code="empty", field="done_text")
    if done_on is None or not timezone.localdate(letter.opened_at) <= done_on <= moment.today():
        return Denied("落实日期要在收到留言以后、今天以前。", rule=RULE, code="day", field="done_on")
    return Allowed()


def longest() -> int:
    """Characters of each free text."""
    return rule(RULE).count("text")


def _no_other_waits(adoption: Adoption | None) -> Decision:
    if adoption is not None and adoption.proposed_at is not None:
        return Denied("上一次登记还在等另一位同志确认。", rule=RULE, code="nothing")
    return Allowed()


def _a_person(actor: Actor) -> Decision:
    return Allowed() if actor.person_id is not None else NO_PERSON
