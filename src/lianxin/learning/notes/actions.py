"""What an author does with a note. Drafts are kept in `drafts`, copies in `publishing`, comments in `commenting`."""

from __future__ import annotations

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of

from . import indexing, policies, studied
from .limits import fits
from .models import Note
from .words import AUDIENCES

ROOT = "/me/notes/"
#: nothing of a copy for everybody is left behind when it is taken back
NO_COPY = {
    "copy": "none",
    "public_title": "",
    "public_body": "",
    "held_because": "",
    "let_out_by": None,
    "let_out_at": None,
}


@action("notes.send")
def send(*, actor: Actor, note: Note, revision: int) -> Note:
    """发布. From now on those can read and find it whom the author chose. Nobody is told: reading is no duty (B02)."""
    note = lock(note, revision=revision)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "draft"), policies.may_write(note.member)))
    require(all_of(fits(note.title, "title", "题目"), fits(note.body, "body", "正文")))
    about = studied.resolve(note.about, note.about_source)
    note.about_kind, note.about_url, note.about_title, note.about_source = (
        about.kind, about.url, about.title, about.source,
    )  # fmt: skip
    # written at one branch and sent at the next: it is opened to the branch in which the author is now
    note.organisation, note.org_path = note.member.organisation, note.member.org_path
    note.state, note.sent_at = "sent", moment.now()
    store(note)
    record("notes.send", actor=actor, subject=note, audience=AUDIENCES[note.audience])
    return note


@action("notes.withdraw")
def withdraw(*, actor: Actor, note: Note) -> Note:
    """撤回 at any time: nobody but the author reads it, and what organisations said of this wording goes with it."""
    note = lock(note)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "sent")))
    clear_copy(note)
    note.state = "withdrawn"
    note.recommendations.all().delete()
    store(note)
    record("notes.withdraw", actor=actor, subject=note)
    return note


@action("notes.rework")
def rework(*, actor: Actor, note: Note) -> Note:
    """撤回以后改成草稿."""
    note = lock(note)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "withdrawn")))
    note.state, note.sent_at = "draft", None
    store(note)
    record("notes.rework", actor=actor, subject=note)
    return note


@action("notes.discard")
def discard(*, actor: Actor, note: Note) -> None:
    """删除 (PIP-04): what is with others is withdrawn first; then words and comments are gone for good."""
    note = lock(note)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "draft", "withdrawn")))
    record("notes.discard", actor=actor, subject=note)
    indexing.forget(note)
    note.delete()


@action("notes.open_to")
def open_to(*, actor: Actor, note: Note, audience: str) -> Note:
    """改谁能看, of a note that was sent. Narrower than everybody takes the copy for everybody away with it."""
    note = lock(note)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "sent")))
    if audience not in AUDIENCES:
        raise Refused(Denied("请选择谁能看。", code="empty", field="audience"))
    note.audience = audience
    if audience != "public":
        clear_copy(note)
    if (
        audience == "branch"
    ):  # what another branch said of it is read by those who read the note, and they cannot any more
        note.recommendations.exclude(organisation=note.organisation).delete()
    store(note)
    record("notes.open_to", actor=actor, subject=note, audience=AUDIENCES[audience])
    return note


@action("notes.listen")
def listen(*, actor: Actor, note: Note, silent: bool) -> Note:
    """收不收评论, as the author likes; what was said stays."""
    note = lock(note)
    require(all_of(policies.is_author(actor, note), policies.in_state(note, "sent")))
    note.silent = silent
    store(note)
    record("notes.listen", actor=actor, subject=note, ears="不收" if silent else "收")
    return note


def clear_copy(note: Note) -> None:
    """Nothing of a copy for everybody is left; the caller stores the row."""
    for name, value in NO_COPY.items():
        setattr(note, name, value)


def store(note: Note) -> None:
    """One revision on, so that a page opened earlier is told; the search knows at once."""
    note.revision += 1
    note.save()
    indexing.index(note)
