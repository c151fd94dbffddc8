"""What the desk decides on a work; every decision carries words that its author reads."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import columns
from ..limits import fits
from ..models import Work
from ..words import DOWN_REASONS, REASONS, THEME_REASONS
from .holding import held

_NO_REASON = Denied("请选择理由。批评意见不是理由。", rule="LX-131", code="no_reason", field="reason")


@action("essays.send_back")
def send_back(*, actor: Actor, work: Work, text: str, revision: int) -> Work:
    """退改: what should be changed; the author sends it again."""
    case = held(work, revision)
    require(fits(text, "请作者改什么", "text", figure="reason"))
    changes = {"reason_text": text.strip(), "rounds": case.rounds + 1, **_by(actor)}
    return advance(case, "send_back", actor=actor, changes=changes, public_note=text.strip())


@action("essays.accept")
def accept(*, actor: Actor, work: Work, text: str, revision: int) -> Work:
    """用稿: the author gets the notice of acceptance."""
    case = held(work, revision)
    require(fits(text, "给作者的话", "text", figure="reason", needed=False))
    changes = {"reason_text": text.strip(), "chosen": True, **_by(actor)}
    return advance(case, "accept", actor=actor, changes=changes, public_note=text.strip())


@action("essays.refuse")
def refuse(*, actor: Actor, work: Work, reason: str, text: str, revision: int) -> Work:
    """退稿, for a theme 不进入评审, with a reason code and words; that it is critical is no reason (M03)."""
    case = held(work, revision)
    if reason not in (THEME_REASONS if case.call.is_theme else REASONS):
        raise Refused(_NO_REASON)
    require(fits(text, "具体情况", "text", figure="reason"))
    changes = {"reason": reason, "reason_text": text.strip(), "chosen": None, "rank": None, **_by(actor)}
    return advance(case, "refuse", actor=actor, changes=changes, public_note=text.strip(), data={"reason": reason})


@action("essays.decide")
def decide(*, actor: Actor, work: Work, chosen: bool, rank: int | None, text: str, revision: int) -> Work:
    """定结果 on a work of a theme, after its judges; told when the result is announced. rank: place in the call's list of
    honours, None for 展示 only."""
    case = held(work, revision)
    if chosen and rank is not None and not 0 <= rank < len(case.call.awards):
        raise Refused(Denied("请从列出的奖项里选。", code="choice", field="award"))
    require(fits(text, "理由", "text", figure="reason"))
    changes = {"chosen": chosen, "rank": rank if chosen else None, "reason_text": text.strip(), **_by(actor)}
    return advance(case, "decide", actor=actor, changes=changes, data={"chosen": chosen})


@action("essays.decide_appeal")
def decide_appeal(*, actor: Actor, work: Work, overturn: bool, text: str, revision: int) -> Work:
    """申诉复核 by another one (M02)."""
    case = held(work, revision)
    require(fits(text, "复核理由", "text", figure="reason"))
    if not overturn:
        return advance(case, "uphold", actor=actor, public_note=text.strip())
    changes = {"reason": "", "reason_text": text.strip(), "decided_at": None, "decided_by_id": None}
    event = "admit" if case.call.is_theme else "reopen"
    return advance(case, event, actor=actor, changes=changes, public_note=text.strip())


@action("essays.hand")
def hand(*, actor: Actor, work: Work, column: str, revision: int) -> Work:
    """转给门户编审: a draft in a column, with author and source; readers see it when the portal's own review has passed it."""
    case = held(work, revision)
    if not column:
        raise Refused(Denied("请选择栏目。", code="empty", field="column"))
    words = columns.Text(case.title, case.body, case.signed, f"{case.organisation.short_name}征稿", case.author_id)
    case = advance(case, "hand", actor=actor)
    case.page = columns.draft(actor, column, words)
    case.save(update_fields=["page"])
    return case


@action("essays.hide")
def hide(*, actor: Actor, work: Work, reason: str, text: str, revision: int) -> Work:
    """撤下 a work from the exhibition; that it was there and why stays at its address (M06)."""
    case = lock(work, revision=revision)
    if reason not in DOWN_REASONS:
        raise Refused(_NO_REASON)
    require(fits(text, "具体情况", "text", figure="reason"))
    changes = {"reason": reason, "reason_text": text.strip(), **_by(actor)}
    return advance(case, "hide", actor=actor, changes=changes, public_note=text.strip(), data={"reason": reason})


def _by(actor: Actor) -> dict[str, object]:
    return {"decided_by_id": actor.person_id, "decided_at": moment.now()}
