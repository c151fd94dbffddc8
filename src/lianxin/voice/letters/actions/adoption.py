"""采纳登记 (R099): registered by the office, confirmed by somebody else, carried out, corrected in sight of everybody (M06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.files.actions import store
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies_adoption as policies
from ..models import Adoption, Letter
from ..models.adoption import adoption_subject
from ..words import TAKING, VERDICTS
from .submission import Photo


@action("letters.propose_adoption")
def propose_adoption(
    *, actor: Actor, letter: Letter, verdict: str, reason: str, revision: int, plan: str = "", post: str = "",
    until: date | None = None, why: str = "",
) -> Letter:  # fmt: skip
    """登记采纳情况, or change what stands. why: what was wrong before, needed for a change and shown with it (M06)."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "propose_adoption"))
    adoption = _row_of(letter)
    require(policies.fits(verdict, reason, plan, post, until))
    if adoption.shown_at is not None and not why.strip():
        raise Refused(
            Denied("已经公布过，更正请写明为什么，会和原来的一起显示。", rule="LX-150", code="empty", field="why")
        )
    taken = verdict in TAKING
    said: dict[str, Any] = {
        "kind": "correct" if adoption.shown_at else "adopt", "verdict": verdict, "reason": reason.strip(), "why": why.strip(),
        "plan": plan.strip() if taken else "", "post": post.strip() if taken else "",
        "until": until.isoformat() if taken and until else "",
    }  # fmt: skip
    return _propose(actor, letter, adoption, "propose_adoption", said)


@action("letters.report_done")
def report_done(
    *, actor: Actor, letter: Letter, done_on: date, done_text: str, revision: int, photos: Sequence[Photo] = ()
) -> Letter:
    """登记落实情况: what was done on which day, with pictures; shown when somebody else has confirmed it."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "report_done"))
    require(policies.done_fits(letter, done_on, done_text))
    adoption = _row_of(letter)
    said = {"kind": "done", "done_on": done_on.isoformat(), "done_text": done_text.strip(), "photos": bool(photos)}
    letter = _propose(actor, letter, adoption, "report_done", said)
    for photo in photos:
        subject = adoption_subject(adoption.pk, adoption.rounds)
        store(actor=actor, upload=photo.upload, org_path=letter.org_path, subject=subject, public=photo.public)
    return letter


def _row_of(letter: Letter) -> Adoption:
    found = Adoption.objects.select_for_update().filter(letter=letter).first()
    return found or Adoption(letter=letter, organisation=letter.organisation)


def _propose(actor: Actor, letter: Letter, adoption: Adoption, event: str, said: dict[str, Any]) -> Letter:
    """The event first: its guard looks at what stood before."""
    letter = advance(letter, event, actor=actor, data={"round": adoption.rounds + 1})
    adoption.proposed, adoption.proposed_by_id, adoption.proposed_at = said, actor.person_id, moment.now()
    adoption.rounds += 1
    adoption.save()
    return letter


@action("letters.confirm_adoption")
def confirm_adoption(*, actor: Actor, letter: Letter, revision: int) -> Letter:
    """确认: from now on the letter's page, its author and the list of what was taken up say it."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "confirm_adoption"))
    adoption = _row_of(letter)
    said = adoption.proposed
    done = said["kind"] == "done"
    words = "已落实" if done else VERDICTS[said["verdict"]]
    if done:
        adoption.done_on, adoption.done_text = date.fromisoformat(said["done_on"]), said["done_text"]
        adoption.photo_round = adoption.rounds if said["photos"] else 0
    else:
        words = _bring_in(adoption, said)
    letter = advance(
        letter,
        "confirm_adoption",
        actor=actor,
        public_note=words,
        data={"kind": said["kind"], "round": adoption.rounds},
    )
    adoption.shown_at = adoption.shown_at or moment.now()
    adoption.confirmed_by_id = actor.person_id
    _nothing_waits(adoption)
    adoption.save()
    return letter


def _bring_in(adoption: Adoption, said: dict[str, Any]) -> str:
    """Write a verdict down; what stood before stays readable. Answers the words for the time line."""
    words = VERDICTS[said["verdict"]]
    if said["kind"] == "correct":
        was = adoption.get_verdict_display() + (f"，{adoption.plan.rstrip('。')}" if adoption.plan else "")
        adoption.corrections = [
            *adoption.corrections, {"on": moment.today().isoformat(), "was": was, "why": said["why"]}
        ]  # fmt: skip
        words = f"更正为{words}"
        adoption.done_on, adoption.done_text, adoption.photo_round = None, "", 0
    adoption.verdict, adoption.reason = said["verdict"], said["reason"]
    adoption.plan, adoption.post = said["plan"], said["post"]
    adoption.until = date.fromisoformat(said["until"]) if said["until"] else None
    return words


@action("letters.return_adoption")
def return_adoption(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """退回: with what is to be changed; what was shown before stays as it is."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "return_adoption"))
    if not text.strip():
        raise Refused(Denied("请写明哪里要改。", code="empty", field="text"))
    letter = advance(letter, "return_adoption", actor=actor, note=text)
    adoption = _row_of(letter)
    _nothing_waits(adoption)
    adoption.save()
    return letter


def _nothing_waits(adoption: Adoption) -> None:
    adoption.proposed, adoption.proposed_by, adoption.proposed_at = {}, None, None
