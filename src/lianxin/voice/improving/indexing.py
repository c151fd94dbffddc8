"""What the search knows: words that everybody may read, as they stood at the last release (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from lianxin.foundation.search.actions import Entry, drop, put_many

from .models import Improvement

KIND = "improvement"


def index(case: Improvement) -> None:
    """Put the words in, or take them out, in the transaction of the change."""
    if case.is_public:
        put_many([entry_of(case)])
    else:
        drop(KIND, case.pk)


def entry_of(case: Improvement) -> Entry:
    """The entry of a shown problem."""
    from .reading import said_before, shown_measures

    shown = case.published_at or case.opened_at
    words = [case.problem, case.cause, case.wanted, *said_before(case), *(m.text for m in shown_measures(case))]
    return Entry(
        kind=KIND, object_id=case.pk, title=case.title, body="\n".join(w for w in words if w), audience="public",
        org_path=case.org_path, when=shown, url=case.get_absolute_url(),
        facets={"matter": case.kind, "stage": case.stage, "year": str(timezone.localdate(shown).year)},
    )  # fmt: skip


def entries() -> Iterator[Entry]:
    """Every shown problem, for a new index."""
    rows = Improvement.objects.unscoped("the whole index is built again").filter(publication="public")
    for case in rows.order_by("pk").iterator(chunk_size=500):
        yield entry_of(case)
