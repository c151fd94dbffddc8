"""办理: what an office does between taking a letter and answering it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..flow import FLOW
from ..models import Letter


@action("letters.take")
def take(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """签收. Whoever takes it becomes the handler when nobody in office was named; no clock starts or stops here."""
    letter = lock(letter, revision=revision)
    changes = {} if policies.handler_of(letter) else {"handler_id": actor.person_id}
    return advance(letter, "take", actor=actor, changes=changes)


@action("letters.acknowledge")
def acknowledge(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """告知已收到: a fact of its own; the answer clock runs on."""
    letter = lock(letter, revision=revision)
    return advance(letter, "acknowledge", actor=actor, changes={"acknowledged_at": moment.now()})


@action("letters.forward")
def forward(*, actor: Actor, letter: Letter, to: str, revision: int) -> Letter:
    """记录转交 to somebody outside the platform: a fact of its own; the answer clock runs on."""
    letter = lock(letter, revision=revision)
    _need(to, "请写明转交给谁。", "to")
    return advance(letter, "forward", actor=actor, changes={"forwarded_at": moment.now()}, public_note=to)


@action("letters.progress")
def progress(*, actor: Actor, letter: Letter, text: str, revision: int, public: bool = True) -> Letter:
    """记一步: what was done, for the public time line or for inside only."""
    letter = lock(letter, revision=revision)
    _need(text, "请写一句做了什么。", "text")
    notes: dict[str, Any] = {"public_note": text} if public else {"note": text}
    return advance(letter, "progress" if public else "note", actor=actor, **notes)


@action("letters.note")
def note(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """内部备注, never shown outside."""
    letter = lock(letter, revision=revision)
    _need(text, "备注不能为空。", "text")
    return advance(letter, "note", actor=actor, note=text)


@action("letters.ask")
def ask(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """请留言人补充. The only thing that pauses the clock."""
    letter = lock(letter, revision=revision)
    _need(text, "请写明需要补充什么。", "text")
    return advance(letter, "ask", actor=actor, public_note=text)


@action("letters.resume")
def resume(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """Go on without waiting longer."""
    letter = lock(letter, revision=revision)
    return advance(letter, "resume", actor=actor)


@action("letters.extend")
def extend(*, actor: Actor, letter: Letter, reason: str, revision: int) -> Letter:
    """延长期限, once, with the reason told to the citizen (PET-04)."""
    letter = lock(letter, revision=revision)
    _need(reason, "请写明延长的原因，留言人会看到。", "reason")
    by = rule("PET-04", on=timezone.localdate(letter.opened_at)).period("extension")
    letter = advance(letter, "extend", actor=actor, changes={"extended": True}, public_note=reason)
    timers.extend(FLOW, letter, "answer", by, reason)
    letter.save(update_fields=["due_at", "due_clock"])
    return letter


def _need(text: str, message: str, field: str) -> None:
    if not text.strip():
        raise Refused(Denied(message, code="empty", field=field))
