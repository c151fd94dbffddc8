"""What the search knows: the note for those to whom it was opened, the copy for everybody once it is let out.

Both in the transaction of the change (M01): what is taken back is found by nobody a moment later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from . import policies
from .models import Note

INSIDE, OPEN = "note", "note_copy"


def index(note: Note) -> None:
    """Put the words in, or take them out."""
    sent = list(_entries(note))
    put_many(sent)
    for kind in {INSIDE, OPEN} - {entry.kind for entry in sent}:
        drop(kind, note.pk)


def forget(note: Note) -> None:
    """The note is deleted."""
    for kind in (INSIDE, OPEN):
        drop(kind, note.pk)


def readable(actor: Actor) -> QuerySet[Note]:
    """What a search by the actor may find: the condition of the pages."""
    return Note.objects.unscoped("narrowed by the policy").filter(policies.readable(actor), state="sent")


def inside() -> Iterator[Entry]:
    """Every note that was sent, for a new index."""
    return _of(INSIDE, Note.objects.unscoped("the whole index is built again").filter(state="sent"))


def copies() -> Iterator[Entry]:
    """Every copy that was let out, for a new index."""
    rows = Note.objects.unscoped("the whole index is built again")
    return _of(OPEN, rows.filter(state="sent", copy="out", audience="public"))


def _of(kind: str, rows: QuerySet[Note]) -> Iterator[Entry]:
    for note in rows.order_by("pk").iterator(chunk_size=500):
        yield from (entry for entry in _entries(note) if entry.kind == kind)


def _entries(note: Note) -> Iterable[Entry]:
    if note.state != "sent" or note.sent_at is None:
        return
    about = f"{note.about_title}\n{note.about_source}"
    yield _entry(INSIDE, note, note.title, f"{note.body}\n{about}", "inside", note.sent_at, f"/me/notes/{note.pk}/")
    if policies.is_out(note) and note.let_out_at is not None:
        url = f"/learning/notes/{note.pk}/"
        yield _entry(OPEN, note, note.public_title, f"{note.public_body}\n{about}", "public", note.let_out_at, url)


def _entry(kind: str, note: Note, title: str, body: str, audience: str, when: datetime, url: str) -> Entry:
    return Entry(kind, note.pk, title, body, audience, note.org_path, when, url)
