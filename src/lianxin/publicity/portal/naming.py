"""What a published item is called, by its address."""

from __future__ import annotations

from lianxin.ui.pages import Page

from . import daily
from .addresses import MOUNT, address
from .models import ArticlePage
from .reading import item_of, page_at


def find(path: str, fragment: str) -> Page | None:
    """A published item at its own address or, today's, at ``/portal/today/``; columns and sites are nothing to study."""
    rest = path.removeprefix(MOUNT)
    if rest.strip("/") == "today":
        found = daily.today()
        item = item_of(found.pk) if found is not None else None
    else:
        item = page_at(rest)
    return Page(address(item.url_path), item.title, item.source, "item") if isinstance(item, ArticlePage) else None
