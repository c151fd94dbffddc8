"""What the search knows of a letter: public words for everybody, the rest for those in its scope."""

from __future__ import annotations

from lianxin.foundation.search.actions import Entry, drop, put_many

from .models import Letter, Reply

KIND = "letter"


def index(letter: Letter) -> None:
    """Put the letter's words in, for the audience that may read it now (M01: at once, same transaction)."""
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
