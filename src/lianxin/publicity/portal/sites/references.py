"""References in lists: which items of other sites a page shows, and to whom the credit belongs."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page

from lianxin.foundation.spine.scope import subtree

from ..models import ArticlePage, ColumnPage, Relay, SitePage

#: a model, or a line of `listed`
Item = TypeVar("Item", bound=Any)


def within(rows: QuerySet[ArticlePage], below: SitePage | ColumnPage) -> QuerySet[ArticlePage]:
    """Items below a page together with those that it shows from elsewhere; each once, under its own address."""
    ids = list(shown(column=below) if isinstance(below, ColumnPage) else shown(site=below))
    own = subtree("path", [below.path]) & Q(depth__gt=below.depth)
    if not ids:
        return rows.filter(own)
    return rows.filter(own | Q(pk__in=ids))


def credit(items: list[Item], below: SitePage | ColumnPage) -> list[Item]:
    """Note on each item that stands elsewhere the name of its site as ``credit``; one statement, none without any."""
    foreign = {item.pk: item.path[: -2 * Page.steplen] for item in items if not item.path.startswith(below.path)}
    rows = SitePage.objects.filter(path__in=set(foreign.values())).values_list("path", "title") if foreign else ()
    names = dict(rows)
    for item in items:
        item.credit = names.get(foreign.get(item.pk, ""), "")
    return items


def shown(**where: Any) -> dict[int, int]:
    """Item -> column of those that a site (``site=``) or a column (``column=``) shows from other sites."""
    rows = Relay.objects.unscoped("what a site shows is public").filter(state="shown", **where)
    return dict(rows.values_list("article_id", "column_id"))
