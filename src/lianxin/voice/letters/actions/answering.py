"""答复: drafted by the handler, signed by somebody else, sent, and shown when the letter is public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.files.actions import store
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.reply_checks import check_reply

from .. import indexing
from ..models import Letter, Message, Reply
from ..words import ACCOUNT_OF_RESULT
from .submission import Photo


@action("letters.draft_reply")
def draft_reply(
    *,
    actor: Actor,
    letter: Letter,
    body: str,
    points: Sequence[dict[str, str]] = (),
    legal_basis: str = "",
    plain_words: str = "",
    result: str = "explained",
    photos: Sequence[Photo] = (),
    seen: int | None = None,
) -> Reply:
    """Save the draft. There is one open draft for a letter; saving again replaces its words.

    seen: revision of the draft that the page showed, 0 for none; a colleague's later words are not written over.
    None asks nothing.
    """
    letter = lock(letter)
    require(may(actor, letter, "submit_reply"))
    if actor.person_id is None:
        raise Refused(Denied("答复要由一位同志起草，系统不能代替。", code="no_person"))
    if result not in ACCOUNT_OF_RESULT:
        raise Refused(Denied("请选择办理结果。", code="choose", field="result"))
    reply = Reply.objects.filter(letter=letter, state="draft").last() or Reply(letter=letter)
    if seen is not None and reply.revision != seen and not actor.is_person(reply.drafted_by_id):
        raise Refused(Denied("同事在您打开页面之后保存了另一份草稿，您的没有盖上去；请对照后再保存。", code="stale"))
    reply.round, reply.state, reply.organisation = letter.round, "draft", letter.organisation
    reply.body, reply.points, reply.legal_basis = body, list(points), legal_basis
    reply.plain_words, reply.result, reply.drafted_by_id = plain_words, result, actor.person_id
    reply.answers_message = _open_question(letter)
    reply.hints = hints_for(letter, body, points, legal_basis)
    reply.revision += 1
    reply.save()
    for photo in photos:
        store(
            actor=actor, upload=photo.upload, org_path=letter.org_path, subject=f"reply:{reply.pk}", public=photo.public
        )
    record("letters.draft_reply", actor=actor, subject=letter, reply=reply.pk, hints=[h["code"] for h in reply.hints])
    return reply


def _open_question(letter: Letter) -> Message | None:
    """The last follow-up question that no sent reply answers yet."""
    return Message.objects.filter(letter=letter, kind="followup").exclude(answers__state="sent").last()


def hints_for(letter: Letter, body: str, points: Sequence[dict[str, str]], legal_basis: str) -> list[dict[str, str]]:
    """What a careful colleague would point out before signing (R090–R095); hints never forbid."""
    text = "\n".join([body, *(p.get("answer", "") for p in points)])
    found = check_reply(title=letter.title, question=letter.body, reply=text, legal_basis=legal_basis, kind=letter.kind)
    return [{"code": h.code, "text": h.text, "rule": h.rule} for h in found]


@action("letters.submit_reply")
def submit_reply(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """提交审签. Needs a draft with words in it."""
    letter = lock(letter, revision=revision)
    reply = Reply.objects.filter(letter=letter, state="draft").last()
    if reply is None or not (reply.body.strip() or reply.points):
        raise Refused(Denied("请先写好答复再提交审签。", code="empty", field="body"))
    letter = advance(letter, "submit_reply", actor=actor)
    reply.state = "pending"
    reply.save(update_fields=["state"])
    return letter


@action("letters.return_reply")
def return_reply(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """退回修改, with what is to be changed."""
    letter = lock(letter, revision=revision)
    if not text.strip():
        raise Refused(Denied("请写明需要修改什么。", code="empty", field="text"))
    letter = advance(letter, "return_reply", actor=actor, note=text)
    reply = Reply.objects.filter(letter=letter, state="pending").latest("id")
    reply.state, reply.approver_note = "returned", text
    reply.save(update_fields=["state", "approver_note"])
    return letter


def _actuals(letter: Letter, now: datetime) -> dict[str, Any]:
    """Fixed when it happens, so that no later change of calendar or rule rewrites the statistics."""
    clock = letter.clocks.filter(name="answer").last()
    calendar = calendar_for(letter.org_path)
    start, end = timezone.localdate(letter.opened_at), timezone.localdate(now)
    paused = sum(
        calendar.workdays_between(timezone.localdate(p.start), timezone.localdate(p.end or now))
        for p in (clock.pause_list() if clock else [])
    )
    days = max(0, calendar.workdays_between(start, end) - paused)
    late = {} if letter.answer_late is not None else {"answer_late": bool(clock and now > clock.due_at)}
    return {"answer_days": days, **late}


def keep_lateness(letter: Letter, *, only_late: bool = False) -> None:
    """Fix whether the answer was in time when its clock ended without one: figures forget no broken promise.

    Called after the event. only_late: an end that is no merit of the office (并案) is noted where it came too late.
    """
    clock = letter.clocks.filter(name="answer").last()
    if letter.answer_late is not None or clock is None or clock.late is None or (only_late and not clock.late):
        return
    letter.answer_late = clock.late
    letter.save(update_fields=["answer_late"])


@action("letters.send_reply")
def send_reply(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """签发. A substantive reply: stops the answer clock; with a public letter it is public at once."""
    letter = lock(letter, revision=revision)
    now = moment.now()
    changes: dict[str, Any] = {"answered_at": letter.answered_at or now}
    reply = Reply.objects.filter(letter=letter, state="pending").last()
    if reply is None:
        raise Refused(Denied("没有待审签的答复。", code="nothing"))
    changes["result"] = reply.result
    if letter.answered_at is None:
        changes |= _actuals(letter, now)
    letter = advance(letter, "send_reply", actor=actor, changes=changes)
    reply.state, reply.approved_by_id, reply.sent_at = "sent", actor.person_id, now
    reply.save(update_fields=["state", "approved_by_id", "sent_at"])
    touch_column(letter.received_by_id, "letters", now)
    indexing.index(letter)
    return letter
