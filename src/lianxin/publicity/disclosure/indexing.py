"""What the search knows of an item: words for everybody once it is public, before that only inside."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from lianxin.foundation.files.queries import files_of
from lianxin.foundation.search.actions import Entry as Found
from lianxin.foundation.search.actions import drop, put_many
from lianxin.foundation.search.attachments import Attachment, text_of

from .lifecycle import SHOWN
from .models import Item

KIND = "disclosure"


def index(item: Item) -> None:
    """Put the words in for those who may read them now, or take them out (M01, in the same transaction)."""
    if item.state in SHOWN:
        put_many([found_of(item)])
    else:
        drop(KIND, item.pk)


def found_of(item: Item) -> Found:
    """The entry of a shown item."""
    shown = item.public_at or item.inner_at or item.opened_at
    return Found(
        kind=KIND, object_id=item.pk, title=item.title, body="\n".join([item.entry.matter, item.period, item.body, text_of(KIND, item.pk, files_of_item(item.pk))]),
        audience="public" if item.is_public else "staff", org_path=item.org_path, when=shown,
        url=item.get_absolute_url(), facets={"matter": item.entry.code, "year": str(timezone.localdate(shown).year)},
    )  # fmt: skip


def files_of_item(pk: int) -> list[Attachment]:
    """The files that readers of the item may open."""
    return [Attachment(f"file:{stored.uuid}", stored.kind) for stored in files_of(f"disclosure:{pk}", public_only=True)]


def index_again(pk: int) -> None:
    """After an attachment was read."""
    item = Item.objects.unscoped("the index follows the files").filter(pk=pk).select_related("entry").first()
    if item is not None:
        index(item)


def entries() -> Iterator[Found]:
    """Every shown item, for a new index."""
    rows = Item.objects.unscoped("the whole index is built again").filter(state__in=SHOWN)
    for item in rows.select_related("entry").order_by("pk").iterator(chunk_size=500):
        yield found_of(item)
