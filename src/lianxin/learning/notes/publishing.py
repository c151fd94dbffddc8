"""公开稿: masked by the machine, read and confirmed by the author, let out by somebody else (先审后发)."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.membership.reports.publishing import prepared
from lianxin.membership.reports.telling import tell

from . import policies
from .actions import ROOT, clear_copy, store
from .limits import fits
from .models import Note

DESK = "/workbench/notes/"


@action("notes.ask_public")
def ask_public(*, actor: Actor, note: Note, title: str, body: str, signed: bool, revision: int) -> Note:
    """确认公开稿. What is stored is what the author saw; it waits for a second person."""
    note = lock(note, revision=revision)
    require(policies.may_ask_public(actor, note))
    copy = prepared(title, body)
    require(all_of(fits(copy.title, "title", "题目"), fits(copy.body, "body", "正文")))
    clear_copy(note)
    note.copy, note.public_title, note.public_body, note.signed = "asked", copy.title, copy.body, signed
    store(note)
    record("notes.ask_public", actor=actor, subject=note)
    people = nearest_holders(policies.RELEASE, note.org_path, exclude=[actor.person_id or 0])
    tell(people, "notes.ask_public", "有一篇学习心得的公开稿待放行", url=f"{DESK}{note.pk}/copy/",
         key=f"note:{note.pk}:copy:{note.revision}", working=True, org_path=note.org_path)  # fmt: skip
    return note


@action("notes.close_public")
def close_public(*, actor: Actor, note: Note) -> Note:
    """撤回公开, by the author at any time; members go on reading the note itself."""
    note = lock(note)
    require(policies.is_author(actor, note))
    if note.copy == "none":
        raise Refused(Denied("没有公开稿。", code="state"))
    clear_copy(note)
    store(note)
    record("notes.close_public", actor=actor, subject=note)
    return note


@action("notes.let_out")
def let_out(*, actor: Actor, note: Note, revision: int) -> Note:
    """放行: the copy is what everybody reads from now on. revision: of the copy that was read."""
    note = lock(note, revision=revision)
    require(policies.may_release(actor, note))
    if note.copy != "asked":
        raise Refused(Denied("这份公开稿不在等待放行。", code="state"))
    note.copy, note.let_out_at, note.let_out_by_id = "out", moment.now(), actor.person_id
    store(note)
    record("notes.let_out", actor=actor, subject=note)
    _tell_author(note, "您的学习心得公开稿已经放行，群众可以看到了")
    return note


@action("notes.hold")
def hold(*, actor: Actor, note: Note, reason: str, revision: int) -> Note:
    """不放行, or taken off the public page; the author reads why."""
    note = lock(note, revision=revision)
    require(policies.may_release(actor, note))
    if note.copy == "held":
        raise Refused(Denied("这份公开稿已经退回作者。", code="state"))
    require(fits(reason, "comment", "原因"))
    note.copy, note.held_because, note.let_out_by, note.let_out_at = "held", reason.strip(), None, None
    store(note)
    record("notes.hold", actor=actor, subject=note)
    _tell_author(note, "您的学习心得公开稿没有放行，看看原因")
    return note


def _tell_author(note: Note, title: str) -> None:
    tell([note.member.person_id], "notes.copy", title, url=f"{ROOT}{note.pk}/",
         key=f"note:{note.pk}:copy:{note.revision}:answer", org_path=note.org_path)  # fmt: skip
