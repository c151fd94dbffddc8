"""What the search knows: calls for everybody, and chosen works shown to everybody (M01)."""

from __future__ import annotations

from collections.abc import Iterator

from lianxin.foundation.search.actions import Entry, drop, put_many

from .lifecycle import CALL_SHOWN
from .models import Call, Work

CALL_KIND, WORK_KIND = "essay_call", "essay"


def index_call(call: Call) -> None:
    """Put it in, or take it out, in the caller's transaction; its works with it when it moves."""
    if call.visible and call.audience == "public":
        put_many([_call(call)])
    else:
        drop(CALL_KIND, call.pk)


def index_work(work: Work) -> None:
    """A work is found while it hangs in an exhibition for everybody."""
    if work.state == "honoured" and work.consent and work.call.state == "announced" and work.call.exhibit == "public":
        put_many([_work(work)])
    else:
        drop(WORK_KIND, work.pk)


def calls() -> Iterator[Entry]:
    """Everything of the kind that may be found, for a new index."""
    rows = Call.objects.unscoped("the whole index is built again").filter(audience="public", state__in=CALL_SHOWN)
    for call in rows.order_by("pk").iterator(chunk_size=500):
        yield _call(call)


def works() -> Iterator[Entry]:
    rows = Work.objects.unscoped("the whole index is built again").filter(
        state="honoured", consent=True, call__state="announced", call__exhibit="public"
    )
    for work in rows.select_related("call").order_by("pk").iterator(chunk_size=500):
        yield _work(work)


def _call(call: Call) -> Entry:
    body = "\n".join([call.about, call.result if call.state == "announced" else ""])
    return Entry(kind=CALL_KIND, object_id=call.pk, title=call.title, body=body, audience="public", org_path=call.org_path,
                 when=call.opens_at, url=call.get_absolute_url())  # fmt: skip


def _work(work: Work) -> Entry:
    return Entry(kind=WORK_KIND, object_id=work.pk, title=work.title, body=work.body, audience="public",
                 org_path=work.org_path, when=work.call.announced_at or work.opened_at, url=work.get_absolute_url())  # fmt: skip
