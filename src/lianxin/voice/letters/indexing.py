"""What the search knows of a letter: public words for everybody, the rest for those in its scope."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from lianxin.foundation.search.actions import Entry, drop, put_many

from .models import Letter, Reply

KIND = "letter"


_waiting: ContextVar[set[int] | None] = ContextVar("letters_to_index", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Index every letter that is touched inside once, at the end; the whole must be one transaction."""
    token = _waiting.set(set())
    try:
        yield
        touched = _waiting.get() or set()
    finally:
        _waiting.reset(token)
    rows = Letter.objects.unscoped("letters touched in this transaction").filter(pk__in=touched)
    put_many(entry_of(letter) for letter in rows.exclude(state="withdrawn").order_by("pk"))


def index(letter: Letter) -> None:
    """Put the letter's words in, for the audience that may read it now (M01: at once, same transaction)."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.add(letter.pk)
        return
    if letter.state == "withdrawn":
        drop(KIND, letter.pk)
    else:
        put_many([entry_of(letter)])


def entry_of(letter: Letter) -> Entry:
    """Title, demand, body and sent replies; never the contact, the remark or the place."""
    replies = Reply.objects.filter(letter=letter, state="sent").values_list("body", flat=True)
    return Entry(
        kind=KIND,
        object_id=letter.pk,
        title=letter.title,
        body="\n".join([letter.demand, letter.body, *replies]),
        audience="public" if letter.publication == "public" else "staff",
        org_path=letter.org_path,
        when=letter.published_at or letter.opened_at,
        url=letter.get_absolute_url(),
        facets={"kind": letter.kind},
    )
