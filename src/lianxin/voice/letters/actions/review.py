"""审核: nothing is shown before a person has looked at it, and every refusal has a reason (M01–M04)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import Letter, Review
from ..words import REFUSAL_REASONS, WITHHOLD_REASONS


@action("letters.take_in")
def take_in(*, actor: Actor, letter: Letter, public: bool, revision: int, reason: str = "", text: str = "") -> Letter:
    """受理. Public unless the author does not want it, or a reason code says why it is withheld."""
    letter = lock(letter, revision=revision)
    public = public and letter.wants_public
    if not public and letter.wants_public:
        _need_words("不公开", reason, text)
    now = moment.now()
    changes: dict[str, Any] = {"publication": "public" if public else "withheld"}
    if public:
        changes["published_at"] = now
    event = "accept_public" if public else "accept_private"
    note = "" if public else WITHHOLD_REASONS.get(reason, "留言人选择不公开")
    letter = advance(letter, event, actor=actor, changes=changes, public_note=text, note=note, data={"reason": reason})
    _write(letter, "public" if public else "private", reason, text, actor, now)
    return letter


@action("letters.refuse")
def refuse(*, actor: Actor, letter: Letter, reason: str, text: str, revision: int) -> Letter:
    """不予受理, with a reason code and a text of one's own (HOT-01: reasons are told)."""
    letter = lock(letter, revision=revision)
    _need_reason(reason, text)
    now = moment.now()
    changes = {"publication": "withheld"}
    letter = advance(letter, "refuse", actor=actor, changes=changes, public_note=text, data={"reason": reason})
    _write(letter, "refuse", reason, text, actor, now)
    return letter


@action("letters.decide_appeal")
def decide_appeal(*, actor: Actor, letter: Letter, overturn: bool, text: str, revision: int) -> Letter:
    """申诉复核 of a refusal, by another reviewer."""
    letter = lock(letter, revision=revision)
    if not text.strip():
        raise Refused(Denied("请写明复核理由，留言人会看到。", code="no_reason", field="text"))
    now = moment.now()
    changes: dict[str, Any] = {}
    if overturn:
        changes["publication"] = "public" if letter.wants_public else "withheld"
        changes["published_at"] = now if letter.wants_public else None
    event = "overturn" if overturn else "uphold"
    letter = advance(letter, event, actor=actor, changes=changes, public_note=text)
    _write(letter, event, "", text, actor, now, on_appeal=True)
    return letter


@action("letters.publish")
def publish(*, actor: Actor, letter: Letter, revision: int, text: str = "") -> Letter:
    """Show a letter that was withheld; also the good end of an appeal for publication."""
    letter = lock(letter, revision=revision)
    now, appealed = moment.now(), bool(letter.appealed_at)
    changes = {"publication": "public", "published_at": now, "appealed_at": None}
    letter = advance(letter, "publish", actor=actor, changes=changes, public_note=text)
    _write(letter, "overturn" if appealed else "public", "", text, actor, now, on_appeal=appealed)
    return letter


@action("letters.keep_private")
def keep_private(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """Another reviewer keeps the letter withheld."""
    letter = lock(letter, revision=revision)
    if not text.strip():
        raise Refused(Denied("请写明复核理由，留言人会看到。", code="no_reason", field="text"))
    now = moment.now()
    letter = advance(letter, "keep_private", actor=actor, changes={"appealed_at": None}, public_note=text)
    _write(letter, "uphold", "", text, actor, now, on_appeal=True)
    return letter


@action("letters.hide")
def hide(*, actor: Actor, letter: Letter, reason: str, text: str, revision: int) -> Letter:
    """Take a shown letter down, visibly and with a reason (M06)."""
    letter = lock(letter, revision=revision)
    _need_words("撤下公开", reason, text)
    now = moment.now()
    letter = advance(
        letter, "hide", actor=actor, changes={"publication": "hidden"}, public_note=text, data={"reason": reason}
    )
    _write(letter, "private", reason, text, actor, now)
    return letter


def _need_words(what: str, reason: str, text: str) -> None:
    """M02: whoever is not shown learns why, by code and in words."""
    if reason not in WITHHOLD_REASONS:
        raise Refused(Denied(f"{what}须选择理由。", rule="LX-01", code="no_reason", field="reason"))
    if not text.strip():
        raise Refused(Denied(f"{what}须写明具体情况，留言人会看到。", rule="LX-01", code="no_text", field="text"))


def _need_reason(reason: str, text: str) -> None:
    if reason not in REFUSAL_REASONS:
        raise Refused(Denied("请选择不予受理的理由。", rule="HOT-01", code="no_reason", field="reason"))
    if not text.strip():
        raise Refused(Denied("请写明具体情况，留言人会看到。", rule="HOT-01", code="no_text", field="text"))


def _write(
    letter: Letter, decision: str, reason: str, text: str, actor: Actor, now: Any, *, on_appeal: bool = False
) -> None:
    Review.objects.create(
        letter=letter, decision=decision, reason=reason, text=text,
        reviewer_id=actor.person_id, on_appeal=on_appeal, created_at=now,
    )  # fmt: skip
