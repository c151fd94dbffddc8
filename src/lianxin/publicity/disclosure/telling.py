"""Who is told about the words of readers, and how the members hear of an item (传达, R024, R077)."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment

from .announcing import superiors
from .models import Item, Question
from .words import WITHHOLD_REASONS

#: what happened to a question -> what those who have to act read
_WAITING = {
    "ask": "有提问待审核", "appeal": "有提问的申诉待审核", "show": "有提问待回答", "answer": "有回答待审核", "return_answer": "回答被退回，请重写",
    "late": "提问到期没有办理",
}  # fmt: skip


def order(item: Item) -> None:
    """The notice to the members leaves after the commit, as a job: there may be thousands of them."""
    from .jobs import convey

    if not moment.replaying():
        enqueue(convey, key=f"disclosure.convey:{item.pk}", item=item.pk)


def question_moved(question: Question, what: str) -> None:
    """Those who owe the next step hear of it, and the one who asked hears what came of it."""
    if moment.replaying():
        return
    item = question.item
    key = f"disclosure_question:{question.pk}:{what}:{question.answered_at or ''}"
    if what in _WAITING:
        people = set(_owing(question))
        people |= superiors(item.org_path) if what == "late" else set()
        _send(people, _WAITING[what], item, key, f"/workbench/disclosure/{item.pk}/#questions", urgent=what == "late")
        return
    if question.author_id:
        said, url = {
            "show_answer": ("您的提问有了回答", f"/disclosure/{item.pk}/#questions"),
            "withhold": (f"您的提问没有公开：{WITHHOLD_REASONS.get(question.reason, '')}", f"/disclosure/{item.pk}/"),
        }[what]
        send_many(to=[question.author_id], code="disclosure.question", title=said, body=_body(question, what),
                  url=url, key=key, org_path=item.org_path)  # fmt: skip


def _body(question: Question, what: str) -> str:
    return question.reason_text if what == "withhold" else question.item.title


def _owing(question: Question) -> Iterable[int]:
    """Whose turn it is: reviewers while question or answer waits for them, else those who write."""
    path = question.item.org_path
    waits = question.publication == "pending" or (question.answer and question.answer_publication == "pending")
    if waits:
        away = {question.author_id, question.answered_by_id, question.withheld_by_id if question.appealed_at else None}
        return nearest_holders("disclosure.review", path, exclude={p for p in away if p})
    return {question.item.proposed_by_id, *nearest_holders("disclosure.propose", path)}


def _send(people: set[int], title: str, item: Item, key: str, url: str, *, urgent: bool) -> None:
    send_many(to=people, code="disclosure.question", title=title, body=f"{item.number} {item.title}", url=url, key=key,
              urgent=urgent, working=True, org_path=item.org_path)  # fmt: skip
