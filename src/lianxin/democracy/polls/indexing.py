"""What the search knows of a poll: title, words and questions of one that is for everybody; never a number of it."""

from __future__ import annotations

from collections.abc import Iterator

from lianxin.foundation.search.actions import Entry, drop, put_many

from .models import Poll

KIND = "polls"


def index(poll: Poll) -> None:
    """Put it in while everybody may see it, else take it out; in the same transaction (M01)."""
    if _shown(poll):
        put_many([entry_of(poll)])
    else:
        drop(KIND, poll.pk)


def _shown(poll: Poll) -> bool:
    everybody = poll.audience == "public" or poll.electorate == "citizens"
    return everybody and poll.released_at is not None and poll.state in ("released", "shown", "archived")


def entry_of(poll: Poll) -> Entry:
    """The entry of a poll."""
    body = "\n".join([poll.get_kind_display(), poll.intro, *poll.items, poll.statement])
    return Entry(
        kind=KIND, object_id=poll.pk, title=poll.title, body=body, audience="public", org_path=poll.org_path,
        when=poll.released_at or poll.opened_at, url=poll.get_absolute_url(), facets={"kind": poll.kind},
    )  # fmt: skip


def entries() -> Iterator[Entry]:
    """Every poll that is for everybody, for a new index."""
    rows = Poll.objects.unscoped("the whole index is built again").filter(released_at__isnull=False)
    for poll in rows.order_by("pk").iterator(chunk_size=500):
        if _shown(poll):
            yield entry_of(poll)
