"""Releasing, time, keepers, closing by the clock, taking down."""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.accounts.actions import touch_column
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from ..flow import FLOW
from ..models import Topic
from ..words import DOWN_REASONS, KIND
from .proposing import fits
from .writing import keepers_fit, span


@action("forum.release")
def release(*, actor: Actor, topic: Topic, revision: int) -> Topic:
    """放行: from now on the audience sees it; people speak from the hour it opens."""
    case = advance(lock(topic, revision=revision), "release", actor=actor)
    touch_column(case.organisation_id, KIND, moment.now())
    return case


@action("forum.drop")
def drop(*, actor: Actor, topic: Topic, revision: int) -> Topic:
    """不发起了: nobody has seen it."""
    return advance(lock(topic, revision=revision), "drop", actor=actor)


@action("forum.reschedule")
def reschedule(*, actor: Actor, topic: Topic, closes_at: datetime, note: str, revision: int) -> Topic:
    """改结束时间, with words that everybody reads (M06)."""
    case = lock(topic, revision=revision)
    require(fits(note, "note", "为什么改", "note"))
    if case.opens_at is not None:
        span(case.opens_at, closes_at)
    return advance(
        case, "reschedule", actor=actor, changes={"closes_at": closes_at, "rescheduled": note.strip()}, public_note=note
    )


@action("forum.set_keepers")
def set_keepers(*, actor: Actor, topic: Topic, keeper: int, deputy: int, revision: int) -> Topic:
    """换主持人 and the deputy (F01)."""
    case = lock(topic, revision=revision)
    keepers_fit(case.organisation, keeper, deputy)
    return advance(case, "keepers", actor=actor, changes={"keeper_id": keeper, "deputy_id": deputy})


@action("forum.take_down")
def take_down(*, actor: Actor, topic: Topic, reason: str, text: str, revision: int) -> Topic:
    """撤下: gone from every list with what was said in it; that it was there and why stays at its address (M06)."""
    case = lock(topic, revision=revision)
    if reason not in DOWN_REASONS:
        raise Refused(Denied("请选择理由。批评意见不是理由。", rule="LX-131", code="no_reason", field="reason"))
    require(fits(text, "reason", "具体情况", "text"))
    return advance(
        case, "take_down", actor=actor, changes={"down_reason": reason, "reason_text": text.strip()},
        public_note=text.strip(), data={"reason": reason},
    )  # fmt: skip


@action("forum.close_due")
def close_due(*, actor: Actor = SYSTEM) -> int:
    """Topics whose end has come; speaking stopped by itself already then. Answers how many."""
    rows = Topic.objects.unscoped("closed by the clock").filter(state="released", closes_at__lte=moment.now())
    made = 0
    for topic in rows.order_by("pk")[:500]:
        case = lock(topic)
        if case.state == "released" and case.closes_at is not None and case.closes_at <= moment.now():
            advance(case, "close", actor=SYSTEM)
            made += 1
    record("forum.close_due", actor=actor, topics=made)
    return made


@action("forum.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Promises of LX-132 and LX-01 that run out; once for each stage. Answers how many."""
    given = timers.sweep(FLOW, moment.now())
    record("forum.remind", actor=actor, alerts=given)
    return given
