"""Asking, answering, letting members see it, taking it back."""

from __future__ import annotations

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.kernel.lifecycle import ClockMove
from lianxin.membership.dossiers.models import Member

from . import policies
from .announcing import tell_answering
from .flow import FLOW
from .models import Question, QuestionLine

_START = (ClockMove("answer", "start"),)
_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到“我的提问”里查看。")


def fits(text: str, name: str, label: str, field: str) -> Decision:
    """Whether something was written, and not more than LX-121 allows."""
    most = rule("LX-121").count(name)
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-121", code="too_long", field=field
        )
    return Allowed()


@action("asking.ask")
def ask(
    *, actor: Actor, member: Member, organisation: Organisation, title: str, text: str, hidden: bool, willing: bool, key: str
) -> Question:  # fmt: skip
    """提问. The same form twice is one question. Without a name nothing that is written knows who it was."""
    if not actor.is_person(member.person_id):
        raise Refused(OUT_OF_SCOPE)
    member = lock(member)  # one after the other: the bound holds against two tabs
    known = Question.objects.unscoped("the same form").filter(policies.owned(actor.person_id), key=key[:40]).first()
    if known is not None:
        record("asking.ask_again", actor=policies.veiled(actor, known), subject=known)
        return known
    require(all_of(policies.may_ask(member), policies.not_too_many(member.person_id)))
    if organisation.pk not in {one.pk for one in policies.askable(member)}:
        raise Refused(Denied("请从列出的党组织里选一个。", code="choice", field="to"))
    require(all_of(fits(title, "title", "题目", "title"), fits(text, "text", "想问什么", "text")))
    now = moment.now()
    with or_refuse(_TWICE):
        case = Question.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=now, key=key[:40],
            person_id=None if hidden else member.person_id, title=title.strip(), willing=willing,
            owner_index=policies.owner_index(member.person_id) if hidden else "",
        )  # fmt: skip
    author = policies.veiled(actor, case)
    QuestionLine.objects.create(case=case, voice="ask", text=text.strip(), key=key[:40], at=now)
    FLOW.step.objects.create(case=case, event="ask", label="提问", source="", target=case.state, at=now, public_label="提问",
                             actor_kind=author.kind, person_id=author.person_id)  # fmt: skip
    timers.move(FLOW, case, _START, now)
    case.save()
    record("asking.ask", actor=author, subject=case)
    tell_answering(case, author, "有党员提问，等您答复", f"question:{case.pk}:asked")
    return case


@action("asking.answer")
def answer(*, actor: Actor, question: Question, text: str, key: str, revision: int) -> Question:
    """答复, or 补充答复 of one that was answered. The same form twice is one answer."""
    if QuestionLine.objects.filter(case=question, key=key[:40]).exists():
        record("asking.answer_again", actor=actor, subject=question)
        return question
    case = lock(question, revision=revision)
    require(fits(text, "reply", "答复", "text"))
    # what goes back on paper goes back once more when something was added to it
    advance(case, "answer" if case.state == "open" else "add", actor=actor, changes={"given_on": None})
    QuestionLine.objects.create(
        case=case, voice="answer", by_id=actor.person_id, text=text.strip(), key=key[:40], at=moment.now()
    )
    return case


@action("asking.ask_more")
def ask_more(*, actor: Actor, question: Question, text: str, key: str) -> Question:
    """再问 in the same thread: the days of the answer run anew."""
    case = lock(question)
    if QuestionLine.objects.filter(case=case, key=key[:40]).exists():
        record("asking.ask_again", actor=policies.veiled(actor, case), subject=case)
        return case
    if not policies.is_author(actor, case):
        raise Refused(OUT_OF_SCOPE)
    require(fits(text, "text", "再问", "text"))
    # what is added was not looked through: members see it again when somebody has
    advance(case, "ask_more", actor=policies.veiled(actor, case), changes={"shown_at": None})
    QuestionLine.objects.create(case=case, voice="more", text=text.strip(), key=key[:40], at=moment.now())
    return case


@action("asking.settle")
def settle(*, actor: Actor, question: Question) -> Question:
    """清楚了, by the author alone; nobody closes a question over the one who asked it."""
    case = _own(actor, question)
    return advance(case, "settle", actor=policies.veiled(actor, case))


@action("asking.will")
def will(*, actor: Actor, question: Question, willing: bool) -> Question:
    """愿不愿意让其他党员看到; unwilling, they stop seeing it at once (P06)."""
    case = _own(actor, question)
    changes = {"willing": True} if willing else {"willing": False, "shown_at": None}
    return advance(case, "allow" if willing else "refuse", actor=policies.veiled(actor, case), changes=changes)


@action("asking.withdraw")
def withdraw(*, actor: Actor, question: Question) -> Question:
    """撤回: every word of the thread is gone, also the answers; that there was one stays."""
    case = _own(actor, question)
    case = advance(
        case, "withdraw", actor=policies.veiled(actor, case), changes={"title": "", "willing": False, "shown_at": None}
    )
    case.lines.all().delete()
    return case


@action("asking.show")
def show(*, actor: Actor, question: Question, shown: bool, revision: int) -> Question:
    """让党员看到, after somebody who answers has looked it through; or no longer."""
    case = lock(question, revision=revision)
    return advance(
        case, "show" if shown else "unshow", actor=actor, changes={"shown_at": moment.now() if shown else None}
    )


@action("asking.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Promises of LX-121 that run out; once for each stage. Answers how many."""
    given = timers.sweep(FLOW, moment.now())
    record("asking.remind", actor=actor, alerts=given)
    return given


def _own(actor: Actor, question: Question) -> Question:
    case = lock(question)
    if not policies.is_author(actor, case):
        raise Refused(OUT_OF_SCOPE)
    return case
