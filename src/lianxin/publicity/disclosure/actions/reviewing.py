"""审核 (with 保密审查) and 审批: nobody decides about their own text, and whatever goes back has a reason."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import Item, Secrecy
from ..words import RETURN_REASONS
from .words import need_reason

NO_PERSON = Denied("审查和审批要由一位同志作出，系统不能代替。", rule="DIS-01", code="no_person")


@action("disclosure.check_secrecy")
def check_secrecy(*, actor: Actor, item: Item, passed: bool, note: str, revision: int) -> Item:
    """保密审查: a yes or no of its own, with its reviewer. A no sends the text back at once."""
    item = lock(item, revision=revision)
    if not passed and not note.strip():
        raise Refused(Denied("不通过须写明哪里不宜公开。", rule="DIS-01", code="no_text", field="text"))
    person = person_of(actor)
    event = "clear_secrecy" if passed else "stop_secrecy"
    item = advance(item, event, actor=actor, note=note, data={} if passed else {"reason": "secret"})
    keep_secrecy(item, item.version, passed, note, person)
    return item


@action("disclosure.review")
def review(*, actor: Actor, item: Item, note: str, revision: int) -> Item:
    """审核通过: necessary, exact, complete. Needs the secrecy check of this very text."""
    item = lock(item, revision=revision)
    return advance(item, "review", actor=actor, note=note, changes={"reviewed_by_id": person_of(actor)})


@action("disclosure.approve")
def approve(*, actor: Actor, item: Item, note: str, revision: int) -> Item:
    """审批同意, by somebody who neither wrote nor reviewed it."""
    item = lock(item, revision=revision)
    return advance(item, "approve", actor=actor, note=note, changes={"approved_by_id": person_of(actor)})


@action("disclosure.return_item")
def return_item(*, actor: Actor, item: Item, reason: str, text: str, revision: int) -> Item:
    """退回修改, by the reviewer or the approver, with a reason code and words (M02)."""
    item = lock(item, revision=revision)
    need_reason(reason, RETURN_REASONS, text)
    event = "return_approval" if item.state == "reviewed" else "return_review"
    return advance(item, event, actor=actor, note=text, data={"reason": reason})


def keep_secrecy(item: Item, version: int, passed: bool, note: str, person: int) -> None:
    """Write the answer of a secrecy check down."""
    Secrecy.objects.create(
        item=item, version=version, passed=passed, note=note.strip(), reviewer_id=person, at=moment.now()
    )  # fmt: skip


def person_of(actor: Actor) -> int:
    """Who decides; a machine never does."""
    if actor.person_id is None:
        raise Refused(NO_PERSON)
    return actor.person_id
