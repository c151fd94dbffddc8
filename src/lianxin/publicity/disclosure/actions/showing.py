"""实施: first inside, then to everybody; afterwards nothing changes silently (M06)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import indexing, policies, telling
from ..models import Entry, Item, Version
from ..words import RETURN_REASONS, WITHDRAW_REASONS
from .reviewing import keep_secrecy, person_of
from .words import need, need_reason


@action("disclosure.carry_out")
def carry_out(*, actor: Actor, item: Item, revision: int, note: str = "") -> Item:
    """实施: shown inside now. The line of the catalogue is renewed with it (DIS-02)."""
    item = lock(item, revision=revision)
    now = moment.now()
    event = "show_inside_first" if item.scope == "public" else "show_inside"
    item = advance(item, event, actor=actor, changes={"inner_at": now}, note=note)
    Version.objects.filter(item=item, number=item.version).update(shown_at=now)
    entry = lock(item.entry)
    if entry.state == "listed":
        _renew(entry, now)
    telling.order(item)
    return item


def _renew(entry: Entry, now: Any) -> None:
    event = "renew_periodic" if entry.periodic else "renew"
    advance(entry, event, actor=SYSTEM, changes={"last_shown_at": now})


@action("disclosure.open_up")
def open_up(*, actor: Actor, item: Item, revision: int) -> Item:
    """向社会公开, by a person, once the time inside is over (LX-32)."""
    item = lock(item, revision=revision)
    changes = {"public_at": moment.now(), "was_public": True}
    return advance(item, "open", actor=actor, changes=changes)


@action("disclosure.correct")
def correct(
    *, actor: Actor, item: Item, title: str, body: str, reason: str, keep_old: bool, revision: int
) -> Item:  # fmt: skip
    """提出更正: the shown text stays until the new one has passed the same steps."""
    item = lock(item, revision=revision)
    person = person_of(actor)
    title, body = need(title, "标题", "title", "title"), need(body, "内容", "body")
    reason = need(reason, "更正说明", "reason", "question")
    if (title, body) == (item.title, item.body):
        raise Refused(Denied("内容没有变化。", code="same", field="body"))
    item = advance(item, "correct", actor=actor)
    last = Version.objects.filter(item=item).latest("number").number
    Version.objects.create(
        item=item, number=last + 1, title=title, body=body, reason=reason, keep_old=keep_old, state="pending",
        author_id=person, created_at=moment.now(),
    )  # fmt: skip
    return item


@action("disclosure.review_correction")
def review_correction(*, actor: Actor, item: Item, secrecy: bool, note: str, revision: int) -> Item:
    """审核更正, with a secrecy check of the new text."""
    item = lock(item, revision=revision)
    person = person_of(actor)
    if not secrecy:
        raise Refused(
            Denied("没有通过保密审查的更正不能往下办。", rule="DIS-01", code="no_secrecy", field="secrecy",
                   remedy="请退回更正并写明理由。")
        )  # fmt: skip
    item = advance(item, "review_correction", actor=actor, note=note)
    version = _pending(item)
    version.state, version.reviewer_id = "reviewed", person
    version.save(update_fields=["state", "reviewer"])
    keep_secrecy(item, version.number, True, note, person)
    return item


@action("disclosure.return_correction")
def return_correction(*, actor: Actor, item: Item, reason: str, text: str, revision: int) -> Item:
    """退回更正, with a reason."""
    item = lock(item, revision=revision)
    need_reason(reason, RETURN_REASONS, text)
    item = advance(item, "return_correction", actor=actor, note=text, data={"reason": reason})
    version = _pending(item)
    version.state = "returned"
    version.save(update_fields=["state"])
    return item


@action("disclosure.apply_correction")
def apply_correction(*, actor: Actor, item: Item, revision: int, note: str = "") -> Item:
    """审批并更正: the new text is shown, with what was wrong and when it changed."""
    item = lock(item, revision=revision)
    person_of(actor)
    version = policies.open_correction(item)
    if version is None:
        raise Refused(Denied("没有要办理的更正。", code="nothing"))
    changes = {"title": version.title, "body": version.body, "version": version.number}
    item = advance(item, "apply_correction", actor=actor, changes=changes, note=note, public_note=version.reason)
    version.state, version.shown_at = "shown", moment.now()
    version.save(update_fields=["state", "shown_at"])
    indexing.index(item)
    return item


@action("disclosure.withdraw")
def withdraw(*, actor: Actor, item: Item, reason: str, text: str, revision: int) -> Item:
    """撤回: the text is gone on every route, the fact and its reason stay to be read (M06)."""
    item = lock(item, revision=revision)
    need_reason(reason, WITHDRAW_REASONS, text)
    changes = {"withdrawn_reason": reason, "withdrawn_text": need(text, "说明", "text", "question")}
    return advance(item, "withdraw", actor=actor, changes=changes, public_note=text, data={"reason": reason})


def _pending(item: Item) -> Version:
    found = policies.open_correction(item)
    if found is None:
        raise Refused(Denied("没有要办理的更正。", code="nothing"))
    return found
