"""What the search knows of a contest for everybody: title and words; never a question, an answer or a mark."""

from __future__ import annotations

from collections.abc import Iterator

from lianxin.foundation.search.actions import Entry, drop, put_many

from .models import Contest

KIND = "contests"


def index(contest: Contest) -> None:
    """Put it in while everybody may see it, else take it out; in the same transaction (M01)."""
    if _shown(contest):
        put_many([entry_of(contest)])
    else:
        drop(KIND, contest.pk)


def _shown(contest: Contest) -> bool:
    return (
        contest.audience == "public" and contest.released_at is not None and contest.state in ("released", "finished")
    )


def entry_of(contest: Contest) -> Entry:
    """The entry of a contest."""
    return Entry(
        kind=KIND, object_id=contest.pk, title=contest.title, body=contest.intro, audience="public", org_path=contest.org_path,
        when=contest.released_at or contest.opened_at, url=contest.get_absolute_url(), facets={},
    )  # fmt: skip


def entries() -> Iterator[Entry]:
    """Every contest that is for everybody, for a new index."""
    rows = Contest.objects.unscoped("the whole index is built again").filter(released_at__isnull=False)
    for contest in rows.order_by("pk").iterator(chunk_size=500):
        if _shown(contest):
            yield entry_of(contest)
