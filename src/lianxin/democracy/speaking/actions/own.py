"""What authors do with their own words: appeal, correct, take back."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import policies
from ..models import Contribution
from ..registry import place_of
from .saying import fits, longest


@action("speaking.appeal")
def appeal(*, actor: Actor, contribution: Contribution, text: str) -> Contribution:
    """申诉, once for each decision, with what the author has to say about it (M02)."""
    case = _own(actor, contribution)
    require(fits(text, rule("LX-130").count("reason"), "申诉理由"))
    return advance(case, "contest" if case.state == "hidden" else "appeal", actor=actor, note=text.strip())


@action("speaking.amend")
def amend(*, actor: Actor, contribution: Contribution, text: str, note: str) -> Contribution:
    """更正 of published words: the new ones wait for a reviewer, the old ones stay until then."""
    case = _own(actor, contribution)
    place = place_of(case.kind, case.place)
    if place is None:
        raise Refused(OUT_OF_SCOPE)
    require(fits(text, rule("LX-130").count("reply") if case.voice == "office" else longest(place)))
    require(fits(note, rule("LX-130").count("note"), "改了什么", "note"))
    if text.strip() == case.text:
        raise Refused(Denied("内容没有改动。", code="same", field="text"))
    return advance(case, "amend", actor=actor, changes={"wish_text": text.strip(), "wish_note": note.strip()})


@action("speaking.withdraw")
def withdraw(*, actor: Actor, contribution: Contribution) -> Contribution:
    """撤回: the words are gone; where others replied, that they were taken back stays visible."""
    case = _own(actor, contribution)
    case = advance(
        case, "withdraw", actor=actor, changes={"text": "", "wish_text": "", "wish_note": "", "corrected_note": ""}
    )
    case.earlier.all().delete()
    return case


def _own(actor: Actor, contribution: Contribution) -> Contribution:
    case = lock(contribution)
    if not policies.is_author(actor, case):
        raise Refused(OUT_OF_SCOPE)
    return case
