"""What reviewers decide: nothing is shown before (M01), every refusal has a reason (M02), criticism is none (M03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from ..flow import FLOW
from ..models import Contribution, Earlier, Verdict
from ..words import REASONS
from .saying import fits


@action("speaking.publish")
def publish(*, actor: Actor, contribution: Contribution, revision: int) -> Contribution:
    """发布: others read it from now on."""
    case = lock(contribution, revision=revision)
    case = advance(case, "publish", actor=actor, changes={"published_at": moment.now()})
    return _decided(case, "publish", actor)


@action("speaking.refuse")
def refuse(*, actor: Actor, contribution: Contribution, reason: str, text: str, revision: int) -> Contribution:
    """不予发布, with a reason code and a text of one's own."""
    case = lock(contribution, revision=revision)
    _need(reason, text)
    case = advance(case, "refuse", actor=actor, public_note=text.strip(), data={"reason": reason})
    return _decided(case, "refuse", actor, reason, text)


@action("speaking.hide")
def hide(*, actor: Actor, contribution: Contribution, reason: str, text: str, revision: int) -> Contribution:
    """撤下 something published; that it was there and why it was taken down stays visible (M06)."""
    case = lock(contribution, revision=revision)
    _need(reason, text)
    case = advance(
        case, "hide", actor=actor, public_note=text.strip(), data={"reason": reason},
        changes={"wish_text": "", "wish_note": ""},
    )  # fmt: skip
    return _decided(case, "hide", actor, reason, text)


@action("speaking.decide_appeal")
def decide_appeal(
    *, actor: Actor, contribution: Contribution, overturn: bool, text: str, revision: int
) -> Contribution:
    """申诉复核 by another reviewer, of a refusal or of a taking down."""
    case = lock(contribution, revision=revision)
    require(fits(text, rule("LX-130").count("reason"), "复核理由"))
    if case.state == "contested":
        event = "restore" if overturn else "keep_hidden"
    else:
        event = "overturn" if overturn else "uphold"
    changes: dict[str, Any] = {}
    if overturn and case.published_at is None:
        changes["published_at"] = moment.now()
    case = advance(case, event, actor=actor, public_note=text.strip(), changes=changes)
    return _decided(case, event, actor, text=text)


@action("speaking.decide_amendment")
def decide_amendment(
    *, actor: Actor, contribution: Contribution, take: bool, text: str = "", revision: int
) -> Contribution:
    """更正 of published words: the new ones stand there with a visible mark (M06), or the old ones stay."""
    case = lock(contribution, revision=revision)
    now = moment.now()
    if take:
        before = case.text
        changes: dict[str, Any] = {
            "text": case.wish_text, "corrected_note": case.wish_note, "corrected_at": now, "wish_text": "", "wish_note": "",
        }  # fmt: skip
        case = advance(case, "take_amendment", actor=actor, changes=changes)
        Earlier.objects.create(contribution=case, text=before, until=now)
        return _decided(case, "take_amendment", actor)
    require(fits(text, rule("LX-130").count("reason"), "理由"))
    case = advance(
        case, "drop_amendment", actor=actor, public_note=text.strip(), changes={"wish_text": "", "wish_note": ""}
    )
    return _decided(case, "drop_amendment", actor, text=text)


@action("speaking.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Promises of LX-130 and LX-01 that run out; once for each stage. Answers how many."""
    given = timers.sweep(FLOW, moment.now())
    record("speaking.remind", actor=actor, alerts=given)
    return given


def _need(reason: str, text: str) -> None:
    if reason not in REASONS:
        raise Refused(Denied("请选择理由。批评意见不是理由。", rule="LX-131", code="no_reason", field="reason"))
    require(fits(text, rule("LX-130").count("reason"), "具体情况"))


def _decided(case: Contribution, decision: str, actor: Actor, reason: str = "", text: str = "") -> Contribution:
    Verdict.objects.create(
        contribution=case, decision=decision, reason=reason, text=text.strip(), reviewer_id=actor.person_id,
        created_at=moment.now(),
    )  # fmt: skip
    return case
