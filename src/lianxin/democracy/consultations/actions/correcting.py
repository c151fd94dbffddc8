"""更正 of a text that is already published (M06): proposed by one, released by another, the words before stay readable."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import indexing
from ..models import Consultation, Group
from ..policies import fits
from ..queries.report import text_of
from .consulting import fits_paragraphs, write

_GONE: dict[str, object] = {"wish": [], "wish_note": "", "wished_by_id": None}


@action("consult.correct")
def correct(
    *, actor: Actor, case: Consultation, paragraphs: Sequence[str], note: str, revision: int
) -> Consultation:  # fmt: skip
    """提出更正 of the draft while it is open, of the final text once it is published. note: for everybody, what and why.

    The draft keeps its number of paragraphs: opinions belong to them.
    """
    case = lock(case, revision=revision)
    require(fits_paragraphs(paragraphs))
    require(fits(note, "改了什么", "note", figure="reason", of="LX-187"))
    if len(note.strip()) > Consultation._meta.get_field("wish_note").max_length:  # type: ignore[operator]  # it has one
        raise Refused(Denied("“改了什么”太长，请用一两句话说。", code="too_long", field="note"))
    now = text_of(case, case.text_kind)
    if list(paragraphs) == now:
        raise Refused(Denied("内容没有改动。", code="same", field="text"))
    if case.text_kind == "draft" and len(paragraphs) != len(now):
        raise Refused(
            Denied(f"段数不能变，原来是 {len(now)} 段，现在是 {len(paragraphs)} 段：意见是对着段提的。", rule="LX-187",
                   code="parts", field="text", remedy="要增删段落的，请终止以后重新征求。")
        )  # fmt: skip
    changes = {"wish": list(paragraphs), "wish_note": note.strip(), "wished_by_id": actor.person_id}
    return advance(case, "correct", actor=actor, changes=changes)


@action("consult.take_correction")
def take_correction(*, actor: Actor, case: Consultation, revision: int) -> Consultation:
    """更正通过: the new text stands there, with the reason and the old words; whoever spoke is told."""
    case = lock(case, revision=revision)
    words, note, by = list(case.wish), case.wish_note, case.wished_by_id
    case = advance(case, "take_correction", actor=actor, public_note=note, changes=dict(_GONE))
    write(case, words, by, case.text_kind, note)
    indexing.index_consultation(case)
    return case


@action("consult.drop_correction")
def drop_correction(*, actor: Actor, case: Consultation, text: str, revision: int) -> Consultation:
    """更正不通过, with the reason for whoever proposed it."""
    case = lock(case, revision=revision)
    require(fits(text, "原因", "text", figure="reason", of="LX-187"))
    return advance(case, "drop_correction", actor=actor, note=text.strip(), changes=dict(_GONE))


@action("consult.show_late")
def show_late(*, actor: Actor, case: Consultation, revision: int) -> Consultation:
    """公布补充答复: answers to opinions that were published after the result, by another person than who wrote them."""
    case = lock(case, revision=revision)
    case = advance(case, "show_late", actor=actor)
    Group.objects.filter(consultation=case, shown=False).update(shown=True)
    indexing.index_consultation(case)
    return case
