"""分派: which office takes the letter; return, transfer, co-handlers, conflict of interest, merging."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.notices.actions import take_back
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Denied, Refused

from .. import announcing, held_up, policies
from ..models import Follow, Letter, Party
from ..words import RETURN_REASONS
from .answering import keep_lateness


@action("letters.assign")
def assign(
    *,
    actor: Actor,
    letter: Letter,
    organisation: Organisation,
    revision: int,
    handler: Appointment | None = None,
    note: str = "",
) -> Letter:
    """分派承办单位 and, where named, the handler. Refused when either is party to the matter (PET-06)."""
    letter = lock(letter, revision=revision)
    return _hand_over(actor, letter, "assign", organisation, handler, note)


@action("letters.transfer")
def transfer(
    *,
    actor: Actor,
    letter: Letter,
    organisation: Organisation,
    revision: int,
    handler: Appointment | None = None,
    note: str = "",
) -> Letter:
    """改派. The clock of the citizen runs on as it was."""
    letter = lock(letter, revision=revision)
    return _hand_over(actor, letter, "transfer", organisation, handler, note)


def _hand_over(
    actor: Actor, letter: Letter, event: str, organisation: Organisation, handler: Appointment | None, note: str
) -> Letter:
    require(policies.may_assign_to(letter, organisation, handler))
    require(policies.may_look_again(letter, organisation))
    if actor.kind != "system" and not organisation.org_path.startswith(letter.received_by.org_path):
        require(_beyond(actor, organisation))
    now = moment.now()
    changes = {
        "organisation": organisation,
        "handler_id": handler.person_id if handler else None,
        "assigned_at": now,
        "held_up_at": None,
    }
    return advance(
        letter, event, actor=actor, changes=changes, note=note, public_note=organisation.name, data={"to": organisation.pk}
    )  # fmt: skip


def _beyond(actor: Actor, organisation: Organisation) -> Any:
    """Outside the receiving organisation only somebody whose duty covers both may send it."""
    if actor.may("letters.dispatch", organisation.org_path):
        return Allowed()
    return Denied("这个单位不在您的分派范围内，请提交上级分派。", code="beyond", field="organisation")


@action("letters.send_back")
def send_back(*, actor: Actor, letter: Letter, reason: str, text: str, revision: int) -> Letter:
    """退回分派 within the window and with a reason (PET-03); the citizen's clock runs on."""
    letter = lock(letter, revision=revision)
    if reason not in RETURN_REASONS or not text.strip():
        raise Refused(Denied("退回须选择理由并详细说明。", rule="PET-03", code="no_reason", field="text"))
    changes = {
        "organisation": letter.received_by, "handler_id": None, "returns": letter.returns + 1, "held_up_at": None,
    }  # fmt: skip
    return advance(letter, "send_back", actor=actor, changes=changes, note=text, data={"reason": reason})


@action("letters.add_cohandler")
def add_cohandler(*, actor: Actor, letter: Letter, organisation: Organisation, revision: int) -> Letter:
    """增加协办单位. The leading office keeps the letter and its clock."""
    letter = lock(letter, revision=revision)
    require(policies.may_assign_to(letter, organisation, None))
    Party.objects.get_or_create(letter=letter, role="cohandler", organisation=organisation, person=None)
    return advance(letter, "add_cohandler", actor=actor, public_note=organisation.name, data={"to": organisation.pk})


@action("letters.exclude")
def exclude(
    *,
    actor: Actor,
    letter: Letter,
    revision: int,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> Letter:
    """登记回避: this person or office must keep away from the letter (PET-06, PET-07).

    Where that leaves nobody at the office to handle it, those who can send it on are told.
    """
    letter = lock(letter, revision=revision)
    if (organisation is None) == (person is None):
        raise Refused(Denied("请选择一个单位或一位同志。", code="choose", field="organisation"))
    changes: dict[str, Any] = {"held_up_at": held_up.since_when(letter, organisation, person)}
    if person and letter.handler_id == person.pk:
        changes["handler_id"] = None
    letter = advance(
        letter, "exclude", actor=actor, changes=changes, data={"kind": "person" if person else "organisation"}
    )
    # after the step, so that somebody may declare it for themselves and the own office
    Party.objects.get_or_create(letter=letter, role="conflict", organisation=organisation, person=person)
    take_back(to=policies.kept_away(letter), url=announcing.desk_page(letter))
    if letter.held_up_at:
        announcing.tell_held_up(letter, actor)
    return letter


@action("letters.merge")
def merge(*, actor: Actor, letter: Letter, into: Letter, revision: int) -> Letter:
    """并案. The author of the merged letter follows the main one and is told its progress.

    What was merged into the letter before goes along, so that nobody's matter ends in a letter that ended itself.
    """
    # everybody locks in one order, so that two who merge crosswise wait and do not block each other
    pair = sorted((letter, into), key=lambda x: x.pk)
    held = {x.pk: lock(x, revision=revision if x.pk == letter.pk else None) for x in pair}
    into, letter = held[into.pk], held[letter.pk]
    if not actor.may("letters.dispatch", into.org_path):
        raise Refused(OUT_OF_SCOPE)
    if into.pk == letter.pk or into.merged_into_id or into.state in ("withdrawn", "refused", "submitted", "appealed"):
        raise Refused(Denied("请选择另一件正在办理或已答复的留言作为主件。", code="wrong_target", field="into"))
    require(policies.may_be_main(actor, letter, into))
    letter = advance(letter, "merge", actor=actor, changes={"merged_into": into}, data={"into": into.pk})
    keep_lateness(letter, only_late=True)
    _follow(letter, into)
    for merged in policies.merged_into(letter).order_by("pk"):
        other = lock(merged)
        other.merged_into = into
        other.save(update_fields=["merged_into"])
        record("letters.merge_along", actor=actor, subject=other, into=into.pk)
        _follow(other, into)
        announcing.tell_of_new_main(other)
    return letter


def _follow(letter: Letter, into: Letter) -> None:
    """Its author follows the main letter; somebody without an account is counted and told by the letter itself."""
    made = True
    if letter.author_id:
        _, made = Follow.objects.get_or_create(letter=into, person_id=letter.author_id)
    if made:
        Letter.objects.unscoped("counter of the locked main letter").filter(pk=into.pk).update(
            followers=F("followers") + 1
        )


@action("letters.supervise")
def supervise(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """督办 by the leader above."""
    letter = lock(letter, revision=revision)
    return advance(letter, "supervise", actor=actor, note=text)
