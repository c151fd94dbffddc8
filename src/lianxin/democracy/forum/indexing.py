"""What the search knows of a topic: its words for everybody, or for those alone to whom it is open (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from lianxin.democracy.speaking import audiences
from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.kernel.actor import Actor

from .lifecycle import VISIBLE
from .models import Topic

KIND = "topic"


def index(topic: Topic) -> None:
    """Put the words in, or take them out, in the caller's transaction."""
    if topic.visible:
        put_many([_entry(topic)])
    else:
        drop(KIND, topic.pk)


def readable(actor: Actor) -> QuerySet[Topic]:
    """What a search by the actor may find: the condition of the lists."""
    return Topic.objects.unscoped("narrowed by the audience").filter(audiences.readable(actor), state__in=VISIBLE)


def entries() -> Iterator[Entry]:
    """Everything of the kind that may be found, for a new index."""
    rows = Topic.objects.unscoped("the whole index is built again").filter(state__in=VISIBLE)
    for topic in rows.order_by("pk").iterator(chunk_size=500):
        yield _entry(topic)


def _entry(topic: Topic) -> Entry:
    summary = [topic.heard, topic.follows] if topic.state == "summed" else []
    return Entry(
        kind=KIND, object_id=topic.pk, title=topic.title, body="\n".join([topic.question, topic.background, *summary]),
        audience="public" if topic.audience == "public" else "inside", org_path=topic.org_path, when=topic.opens_at or topic.opened_at, url=topic.get_absolute_url(),
    )  # fmt: skip
