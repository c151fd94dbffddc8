"""Words of readers: reviewed before they are shown (M01), answered by the organisation, counted without names."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Decision, Denied, Refused

from .. import policies, telling
from ..models import Item, Question, Rating
from ..words import RATINGS, WITHHOLD_REASONS
from .reviewing import person_of
from .words import need, need_reason


@action("disclosure.ask_question")
def ask_question(*, actor: Actor, item: Item, text: str, nickname: str = "", key: str = "") -> Question:
    """提问 about an item that one may read. Nobody else sees it before its review."""
    item = lock(item)
    _readable(actor, item)
    text = need(text, "问题", "text", "question")
    hashed = blind_index(f"disclosure-question:{key}") if key else None
    known = Question.objects.filter(submission_key=hashed).first() if hashed else None
    if known is not None:
        record("disclosure.ask_question_again", actor=actor, subject=known, org_path=item.org_path)
        return known
    question = Question.objects.create(
        item=item, author_id=actor.person_id, nickname=(nickname.strip() or actor.name or "群众")[:30], body=text,
        created_at=moment.now(), submission_key=hashed, due_at=_due(item, "review"),
    )  # fmt: skip
    record("disclosure.ask_question", actor=actor, subject=question, org_path=item.org_path)
    telling.question_moved(question, "ask")
    return question


@action("disclosure.review_question")
def review_question(*, actor: Actor, question: Question, public: bool, reason: str = "", text: str = "") -> Question:
    """Show a question, or withhold it with a reason; criticism is none (M03)."""
    question = lock(question)
    _may(actor, "disclosure.review", question.item, policies.may_decide_question(actor, question))
    if not public:
        need_reason(reason, WITHHOLD_REASONS, text)
    question.publication = "public" if public else "withheld"
    question.reason, question.reason_text = ("", "") if public else (reason, text.strip())
    question.due_at, question.alerted = _due(question.item, "answer") if public else None, False
    if not public:
        question.withheld_by_id, question.withheld_at = person_of(actor), moment.now()
    question.save(
        update_fields=["publication", "reason", "reason_text", "due_at", "alerted", "withheld_by", "withheld_at"]
    )
    record("disclosure.review_question", actor=actor, subject=question, org_path=question.item.org_path, public=public)
    telling.question_moved(question, "show" if public else "withhold")
    return question


@action("disclosure.appeal_question")
def appeal_question(*, actor: Actor, question: Question, text: str) -> Question:
    """申诉 against not being shown (M02): once, decided by another reviewer."""
    question = lock(question)
    require(policies.may_appeal(actor, question))
    question.appeal, question.appealed_at = need(text, "申诉的理由", "text", "question"), moment.now()
    question.publication, question.due_at, question.alerted = "pending", _due(question.item, "review"), False
    question.save(update_fields=["appeal", "appealed_at", "publication", "due_at", "alerted"])
    record("disclosure.appeal_question", actor=actor, subject=question, org_path=question.item.org_path)
    telling.question_moved(question, "appeal")
    return question


@action("disclosure.answer_question")
def answer_question(*, actor: Actor, question: Question, text: str) -> Question:
    """回答. It waits for somebody else's review like every text."""
    question = lock(question)
    _may(actor, "disclosure.propose", question.item)
    question.answer = need(text, "回答", "text", "question")
    question.answer_publication = "pending"
    question.answered_by_id, question.answered_at = person_of(actor), moment.now()
    question.save(update_fields=["answer", "answer_publication", "answered_by", "answered_at"])
    record("disclosure.answer_question", actor=actor, subject=question, org_path=question.item.org_path)
    telling.question_moved(question, "answer")
    return question


@action("disclosure.review_answer")
def review_answer(*, actor: Actor, question: Question, public: bool) -> Question:
    """Show an answer, or give it back to be written anew."""
    question = lock(question)
    _may(actor, "disclosure.review", question.item, policies.may_decide_answer(actor, question))
    question.answer_publication = "public" if public else "withheld"
    question.due_at = None if public else question.due_at
    question.save(update_fields=["answer_publication", "due_at"])
    record("disclosure.review_answer", actor=actor, subject=question, org_path=question.item.org_path, public=public)
    telling.question_moved(question, "show_answer" if public else "return_answer")
    return question


@action("disclosure.rate")
def rate(*, actor: Actor, item: Item, level: int) -> Rating:
    """How clear the item was; one for each person, changed by a new one."""
    item = lock(item)
    _readable(actor, item)
    if actor.person_id is None:
        raise Refused(Denied("登录后可以评价。", code="sign_in"))
    if level not in RATINGS:
        raise Refused(Denied("请选择一个评价。", code="choose", field="level"))
    rating, _ = Rating.objects.update_or_create(
        item=item, person_id=actor.person_id, defaults={"level": level, "at": moment.now()}
    )
    record("disclosure.rate", actor=actor, subject=item)
    return rating


@action("disclosure.alert_questions")
def alert_questions(*, now: datetime, actor: Actor = SYSTEM, most: int = 200) -> int:
    """LX-35: whoever owes a review or an answer is reminded once, with those above; answers how many."""
    rows = Question.objects.filter(alerted=False, due_at__lt=now).select_related("item", "item__organisation")
    late = list(rows.order_by("due_at")[:most])
    for question in late:
        question.alerted = True
        question.save(update_fields=["alerted"])
        telling.question_moved(question, "late")
    record("disclosure.alert_questions", actor=actor, given=len(late))
    return len(late)


def _due(item: Item, figure: str) -> datetime:
    """Until when a question has to be reviewed or answered, counted from now (LX-35)."""
    now = moment.now()
    return due_at(calendar_for(item.org_path), now, rule("LX-35", on=timezone.localdate(now)).period(figure))


def _readable(actor: Actor, item: Item) -> None:
    if not policies.may_read(actor, item):
        raise Refused(OUT_OF_SCOPE)


def _may(actor: Actor, verb: str, item: Item, decision: Decision | None = None) -> None:
    if not actor.may(verb, item.org_path):
        raise Refused(OUT_OF_SCOPE if actor.has("disclosure.read") else Denied("您的岗位不能这样做。", code="no_right"))
    if decision is not None:
        require(decision)
