"""Who may open a photo of a letter or of a reply (M01: the address of a file is a route too)."""

from __future__ import annotations

from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from . import policies
from .models import Adoption, Letter, LetterStep, Reply


def letter_guard(actor: Actor, stored: StoredFile) -> Decision:
    """Everybody, when letter and photo are public; else the author and those who work on it."""
    letter = _letter(int(stored.subject.partition(":")[2]))
    return _may_see(actor, letter, stored.public)


def reply_guard(actor: Actor, stored: StoredFile) -> Decision:
    """As the letter's own photos, once the reply was sent; before that only inside."""
    reply = Reply.objects.filter(pk=int(stored.subject.partition(":")[2])).first()
    if reply is None:
        return OUT_OF_SCOPE
    letter = _letter(reply.letter_id)
    if reply.state != "sent":
        return _inside(actor, letter)
    return _may_see(actor, letter, stored.public)


def step_guard(actor: Actor, stored: StoredFile) -> Decision:
    """With the step it belongs to: a step of the public time line as the letter's own photos, others only inside.

    Who only helps sees of the inside steps those of its own office, as on the page.
    """
    step = LetterStep.objects.filter(pk=int(stored.subject.partition(":")[2])).first()
    letter = _letter(step.case_id) if step is not None else None
    if step is None or letter is None:
        return OUT_OF_SCOPE
    if step.public_label:
        return _may_see(actor, letter, stored.public)
    if not actor.may("letters.read", letter.org_path) and not policies.did(actor, step):
        return OUT_OF_SCOPE
    return _inside(actor, letter)


def adoption_guard(actor: Actor, stored: StoredFile) -> Decision:
    """Pictures of what was done: with the words of their round, once those were confirmed; before that only inside."""
    pk, _, number = stored.subject.partition(":")[2].partition(".")
    adoption = Adoption.objects.filter(pk=int(pk)).first()
    if adoption is None:
        return OUT_OF_SCOPE
    letter = _letter(adoption.letter_id)
    if adoption.photo_round != int(number):
        return _inside(actor, letter)
    return _may_see(actor, letter, stored.public)


def _letter(pk: int) -> Letter | None:
    return Letter.objects.unscoped("the guard decides").filter(pk=pk).first()


def _may_see(actor: Actor, letter: Letter | None, public: bool) -> Decision:
    if letter is not None and letter.is_public and public:
        return Allowed()
    if letter is not None and policies.is_author(actor, letter):
        return Allowed()
    return _inside(actor, letter)


def _inside(actor: Actor, letter: Letter | None) -> Decision:
    if letter is None:
        return OUT_OF_SCOPE
    paths = (letter.org_path, *policies.helping_at(letter))
    if not any(actor.may("letters.read", path) for path in paths):
        return OUT_OF_SCOPE
    return policies.no_conflict(actor, letter)


register_guard("letter", letter_guard)
register_guard("reply", reply_guard)
register_guard("letter_step", step_guard)
register_guard("letter_adoption", adoption_guard)
