"""Questions that come on paper (A02): entered by somebody who answers, with the days running from the day of handing over.

A paper without a name stays without one: neither a person nor a mark of one is stored with it, so nobody can find its
author again, not even by the account. The answer goes out on paper under the word that its author chose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.membership import papers
from lianxin.membership.dossiers.models import Member

from . import policies, queries, sheets
from .actions import _START, _TWICE, fits
from .announcing import entered, tell_answering
from .flow import FLOW
from .lifecycle import ANSWER
from .models import Question, QuestionLine

#: most signs of the word by which somebody knows their answer
LONGEST_MARK = 30


@dataclass(frozen=True, slots=True)
class Written:
    """What a paper says. writer: the name on it, None for a paper without one; mark: the word for fetching the answer."""

    title: str
    text: str
    on: date
    writer: str | None = None
    mark: str = ""
    willing: bool = False
    back: bool = False


@action("asking.enter")
def enter(*, actor: Actor, organisation: Organisation, written: Written, key: str) -> Question:
    """代录. The same form twice is one question. Raises `Refused` at the field: a day that cannot be, a name nobody has."""
    require(policies.may_enter(actor, organisation))
    known = Question.objects.unscoped("the same form").filter(entered_by=actor.person_id, key=key[:40]).first()
    if known is not None:
        record("asking.enter_again", actor=actor, subject=known)
        return known
    require(
        all_of(
            day_fits(written.on),
            fits(written.title, "title", "题目", "title"),
            fits(written.text, "text", "想问什么", "text"),
        )
    )
    member = _writer(actor, organisation, written.writer) if written.writer is not None else None
    mark = "" if member is not None else _mark(organisation, written.mark)
    at = _handed(written.on)
    with or_refuse(_TWICE):
        case = Question.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=at, key=key[:40],
            person=member.person if member else None, title=written.title.strip(), willing=written.willing, mark=mark,
            handed_on=written.on, entered_by_id=actor.person_id, paper_back=written.back or not _reads_online(member),
        )  # fmt: skip
    QuestionLine.objects.create(case=case, voice="ask", text=written.text.strip(), key=key[:40], at=at)
    FLOW.step.objects.create(case=case, event="enter", label="代录纸上的提问", source="", target=case.state, at=moment.now(),
                             public_label="代录纸上的提问", actor_kind=actor.kind, person_id=actor.person_id)  # fmt: skip
    timers.move(FLOW, case, _START, at)
    case.save()
    record("asking.enter", actor=actor, subject=case, on=written.on.isoformat())
    tell_answering(case, actor, "有党员提问，等您答复", f"question:{case.pk}:asked")
    entered(case)
    return case


@action("asking.enter_more")
def enter_more(*, actor: Actor, question: Question, on: date, text: str, key: str, revision: int) -> Question:
    """录入纸上的追问: the days of the answer run anew, from the day on which it was handed over."""
    if QuestionLine.objects.filter(case=question, key=key[:40]).exists():
        record("asking.enter_again", actor=actor, subject=question)
        return question
    case = lock(question, revision=revision)
    require(policies.may_enter_more(actor, case))
    require(all_of(day_fits(on), fits(text, "text", "再问", "text")))
    answered = case.lines.filter(voice="answer").order_by("at").last()
    if answered is not None and on < timezone.localdate(answered.at):
        raise Refused(Denied("追问不能早于答复的那天。", code="order", field="on"))
    at = max(_handed(on), answered.at) if answered is not None else _handed(on)
    with moment.at(at):
        # what is added was not looked through: members see it again when somebody has
        advance(case, "enter_more", actor=actor, changes={"shown_at": None})
    QuestionLine.objects.create(case=case, voice="more", text=text.strip(), key=key[:40], at=at)
    tell_answering(case, actor, "提问的同志还有话要问", f"question:{case.pk}:{case.revision}")
    return case


@action("asking.hand_back")
def hand_back(*, actor: Actor, question: Question, revision: int) -> Question:
    """纸上的答复已送出: given to the person, or laid out under the mark."""
    case = lock(question, revision=revision)
    return advance(case, "hand_back", actor=actor, changes={"given_on": timezone.localdate()})


@action("asking.hand_out")
def hand_out(*, actor: Actor, question: Question, ending: str) -> bytes:
    """The thread as a file of `papers.FILES`. It leaves the house in clear, so every time is a line of the ledger (P02)."""
    if question.org_path not in actor.places_for(ANSWER):
        raise Refused(OUT_OF_SCOPE)
    if question.state not in ("answered", "closed"):
        raise Refused(Denied("还没有答复，没有可以打印的。", code="wrong_state"))
    made = papers.FILES[ending].make(sheets.answer(question, queries.said(question), moment.now()))
    record("asking.hand_out", actor=actor, subject=question)
    return made


def day_fits(on: date) -> Decision:
    """The day of handing over has come, and not too long ago to be anything but a slip of the pen (LX-121)."""
    today, months = moment.today(), rule("LX-121").period("entered").amount
    if on > today:
        return Denied("这一天还没有到。", code="future", field="on")
    if on < plus_months(today, -months):
        return Denied(f"只能代录 {months} 个月以内交来的，请核对日期。", rule="LX-121", code="too_early", field="on")
    return Allowed()


def _handed(on: date) -> datetime:
    """From when the days run: noon of the day, or now when it is today; only the day of it counts."""
    return moment.now() if on >= moment.today() else timezone.make_aware(datetime.combine(on, time(12)))


def label_of(member: Member) -> str:
    """How somebody stands in the field of the name."""
    return f"{member.name}（{member.organisation.short_name}）"


def _writer(actor: Actor, organisation: Organisation, text: str) -> Member:
    """The one whose name stands on the paper."""
    text = text.strip()
    if not text:
        raise Refused(Denied("请照纸上写姓名；没有署名的，选“不署名”。", code="empty", field="writer"))
    rows = list(queries.writers(organisation).filter(name=text.partition("（")[0].strip())[:9])
    found = [row for row in rows if label_of(row) == text] or rows
    if not found:
        raise Refused(Denied(f"{organisation.short_name}没有叫这个名字的同志。", code="unknown", field="writer",
                             remedy="请核对纸上的姓名；别的支部的，请交那个支部代录。"))  # fmt: skip
    if len(found) > 1:
        listed = "、".join(label_of(row) for row in found)
        raise Refused(Denied(f"叫这个名字的有 {len(found)} 位：{listed}。", code="several", field="writer",
                             remedy="请连支部一起写；同一个支部里同名的，请本人到网上提或者先当面问清。"))  # fmt: skip
    if actor.is_person(found[0].person_id):
        raise Refused(Denied("自己的提问请在“向党组织提问”里提，由另一位同志答复。", code="own_work", field="writer"))
    require(policies.may_ask(found[0]))
    return found[0]


def _mark(organisation: Organisation, mark: str) -> str:
    """The word on a paper without a name. It must not be a name: then the house would know after all."""
    mark = mark.strip()
    if len(mark) > LONGEST_MARK:
        raise Refused(Denied(f"记号最多 {LONGEST_MARK} 个字。", code="too_long", field="mark"))
    if mark and any(name and name in mark for name in queries.writers(organisation).values_list("name", flat=True)):
        raise Refused(Denied("记号里有人名。不署名的不登记是谁，请不要录入。", code="name", field="mark"))
    return mark


def _reads_online(member: Member | None) -> bool:
    return member is not None and Account.objects.filter(person=member.person_id, is_active=True).exists()
