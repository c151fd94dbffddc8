"""What the search knows of a poll: title, words and questions, for everybody or for its readers alone; never a number of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from . import policies
from .models import Poll

KIND = "polls"
SHOWN = ("released", "shown", "archived")


def index(poll: Poll) -> None:
    """Put it in while somebody may see it, else take it out; in the same transaction (M01)."""
    if poll.released_at is not None and poll.state in SHOWN:
        put_many([entry_of(poll)])
    else:
        drop(KIND, poll.pk)


def readable(actor: Actor) -> QuerySet[Poll]:
    """What a search by the actor may find: the condition of pages and lists."""
    return Poll.objects.unscoped("narrowed by the policy").filter(policies.readable(actor), state__in=SHOWN)


def entry_of(poll: Poll) -> Entry:
    """The entry of a poll; for everybody where everybody votes or reads the result."""
    everybody = poll.audience == "public" or poll.electorate == "citizens"
    body = "\n".join([poll.get_kind_display(), poll.intro, *poll.items, poll.statement])
    return Entry(
        kind=KIND, object_id=poll.pk, title=poll.title, body=body, audience="public" if everybody else "inside", org_path=poll.org_path,
        when=poll.released_at or poll.opened_at, url=poll.get_absolute_url(), facets={"kind": poll.kind},
    )  # fmt: skip


def entries() -> Iterator[Entry]:
    """Every poll that was released, for a new index."""
    rows = Poll.objects.unscoped("the whole index is built again").filter(released_at__isnull=False, state__in=SHOWN)
    for poll in rows.order_by("pk").iterator(chunk_size=500):
        yield entry_of(poll)
