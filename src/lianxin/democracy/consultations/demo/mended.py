"""What was mended after it was shown: texts corrected by two hands, and an opinion that an appeal brought back (M06, R075)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from .. import actions, opinions
from ..models import Consultation
from . import texts


def correct(case: Consultation, name: str, drafts: Actor, reviews: Actor, at: datetime) -> None:
    """更正 one paragraph of a text that everybody has seen."""
    number, words, note = texts.CORRECTED[name]
    with moment.at(at):
        case.refresh_from_db()
        paragraphs = list(case.versions.last().paragraphs)  # type: ignore[union-attr]  # it has one
        paragraphs[number] = words
        case = actions.correct(actor=drafts, case=case, paragraphs=tuple(paragraphs), note=note, revision=case.revision)
    with moment.at(at + timedelta(hours=3)):
        actions.take_correction(actor=reviews, case=case, revision=case.revision)


def refuse(case: Consultation, person: Actor, reviews: Actor) -> Contribution:
    """An opinion that the reviewer held for a mistake."""
    part, text, reason = texts.BROUGHT_BACK
    one = speaking.say(
        actor=person, kind=opinions.KIND, place=case.pk, part=part, text=text, key=f"demo-{case.pk}-late"
    )
    return speaking.refuse(actor=reviews, contribution=one, reason="off_topic", text=reason, revision=one.revision)


def bring_back(
    case: Consultation, one: Contribution, person: Actor, who: tuple[Actor, Actor, Actor], days: Sequence[datetime]
) -> None:
    """The appeal was right, after the result was out: answered and shown by itself. days: appealed, decided and answered, shown; who: decides, drafts, reviews."""
    decides, drafts, reviews = who
    with moment.at(days[0]):
        one = speaking.appeal(actor=person, contribution=one, text=texts.APPEALED)
    with moment.at(days[1]):
        speaking.decide_appeal(
            actor=decides, contribution=one, overturn=True, text=texts.OVERTURNED, revision=one.revision
        )
        part, gist, answer, reason = texts.LATE
        group = actions.form_group(
            actor=drafts, case=case, gist=gist, part=part, keys=[one.pk], key=f"demo-late-{case.pk}"
        )
        actions.answer(actor=drafts, group=group, answer=answer, reason=reason)
    with moment.at(days[2]):
        case.refresh_from_db()
        actions.show_late(actor=reviews, case=case, revision=case.revision)
