"""公开: asked for by one person, answered by those concerned, released by another (M01, M04, F03)."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor

from ..lifecycle import SET
from ..models import Improvement
from .checks import fits


@action("improving.ask_show")
def ask_show(*, actor: Actor, case: Improvement, revision: int) -> Improvement:
    """提请公开, or to show what was written since. Asked from outside, the organisation answers first."""
    case = lock(case, revision=revision)
    require(may(actor, case, "ask_show"))
    outside = actor.kind != "system" and case.org_path not in actor.places_for(SET)
    changes = {"asked_at": moment.now(), "asks_them": outside, "answered_at": None if outside else case.answered_at}
    return advance(case, "ask_show", actor=actor, changes=changes)


@action("improving.answer_show")
def answer_show(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """写单位说明: it is shown with the problem, as it was written."""
    case = lock(case, revision=revision)
    require(may(actor, case, "answer_show"))
    require(fits(text, "单位说明", "text"))
    return advance(case, "answer_show", actor=actor, changes={"answer": text.strip(), "answered_at": moment.now()})


@action("improving.show")
def show(*, actor: Actor, case: Improvement, revision: int) -> Improvement:
    """公开: everybody reads what stands there now; authors of its letters are told the first time."""
    case = lock(case, revision=revision)
    require(may(actor, case, "show"))
    now = moment.now()
    changes = {
        "publication": "public", "published_at": case.published_at or now, "asked_at": None, "shown_until": now,
    }  # fmt: skip
    return advance(case, "show", actor=actor, changes=changes)


@action("improving.keep_inside")
def keep_inside(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """暂不公开, with a reason; what is shown already stays as it was."""
    case = lock(case, revision=revision)
    require(may(actor, case, "keep_inside"))
    require(fits(text, "理由", "text"))
    return advance(case, "keep_inside", actor=actor, note=text.strip(), changes={"asked_at": None})


@action("improving.take_down")
def take_down(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """撤下公开, with a reason that everybody reads (M06)."""
    case = lock(case, revision=revision)
    require(may(actor, case, "take_down"))
    require(fits(text, "理由", "text"))
    changes = {"publication": "down", "asked_at": None}
    return advance(case, "take_down", actor=actor, public_note=text.strip(), changes=changes)
