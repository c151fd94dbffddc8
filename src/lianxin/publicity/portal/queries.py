"""What readers see of the portal: published items only, on every page and in every feed (M01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction

from lianxin.foundation.search.actions import Entry

from .addresses import address, root_path, with_addresses
from .indexing import entry_of
from .models import ArticlePage, ColumnPage, SiteFace, SitePage
from .sites import references

LISTED = (
    "id",
    "path",
    "depth",
    "title",
    "slug",
    "url_path",
    "first_published_at",
    "last_published_at",
    "form",
    "summary",
    "source",
    "correction",
    "day",
    "focus",
    "cover",
    "cover_alt",
)

#: fields of a column and of a site that the page of an item shows, in the order of `_PLACE`
_COLUMN = ("id", "page_ptr_id", "path", "depth", "title", "url_path", "code")
_SITE = ("id", "page_ptr_id", "path", "depth", "title", "url_path", "organisation_id")
_FACE = tuple(field.attname for field in SiteFace._meta.concrete_fields)
_PLACE = f"""SELECT c.id, c.id, c.path, c.depth, c.title, c.url_path, cc.code,
s.id, s.id, s.path, s.depth, s.title, s.url_path, ss.organisation_id, {", ".join(f"f.{name}" for name in _FACE)}
FROM wagtailcore_page c JOIN portal_columnpage cc ON cc.page_ptr_id = c.id, wagtailcore_page s
JOIN portal_sitepage ss ON ss.page_ptr_id = s.id LEFT JOIN portal_siteface f ON f.site_id = s.id
WHERE c.path = %s AND s.path = %s"""  # noqa: S608 - names of columns only


def live(below: SitePage | ColumnPage | None = None) -> QuerySet[ArticlePage]:
    """Published items below a page, the newest first, with the columns of a list."""
    rows = open_items().only(*LISTED).order_by("-first_published_at", "-pk")
    return references.within(rows, below) if below is not None else rows


def open_items() -> QuerySet[ArticlePage]:
    """Published items that no restriction of Wagtail's tree hides.

    Nobody's post may set a restriction, so usually there is none at all, which is asked first: the comparison with
    every page of the tree costs more than all the rest, already while it is written down.
    """
    rows = ArticlePage.objects.filter(live=True)
    if not anything_restricted():
        return rows
    of = ExpressionWrapper(OuterRef("path"), CharField())
    return rows.exclude(Exists(PageViewRestriction.objects.annotate(of=of).filter(of__startswith=F("page__path"))))


def anything_restricted() -> bool:
    """Whether any page of the tree is hidden from anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction)")
        return bool(cursor.fetchone()[0])


def newest(site: SitePage, many: int) -> list[ArticlePage]:
    """The newest items of a site."""
    return references.credit(list(live(site)[:many]), site)


def latest(many: int) -> list[ArticlePage]:
    """The newest items of all sites in one statement; daily items and history have a place of their own."""
    return with_addresses(list(live().exclude(form__in=("theory", "history"))[:many]))


def shown(pks: Iterable[int]) -> dict[int, str]:
    """Number -> address of the items among these that readers see now; one statement."""
    root = root_path()
    rows = open_items().filter(pk__in=set(pks)).values_list("pk", "url_path")
    return {pk: address(url_path, root) for pk, url_path in rows}


def addresses(many: int) -> list[tuple[str, Any]]:
    """(path, moment of the last change) of sites, columns and published items, for the map of the site."""
    root = root_path()
    kinds = ContentType.objects.get_for_models(SitePage, ColumnPage).values()
    places = Page.objects.live().public().filter(content_type__in=kinds).values_list("url_path", "last_published_at")
    rows = live().values_list("url_path", "last_published_at")
    found = [*places.order_by("path")[:many], *rows[:many]]
    return [(path, at) for url_path, at in found if (path := address(url_path, root))]


def place_of(article: ArticlePage) -> dict[str, Any]:
    """Column and site of an item, with the face of the site, for the way back.

    One statement, written out because it is asked for every page that somebody reads. Raises DoesNotExist.
    """
    above = [article.path[: -n * article.steplen] for n in (1, 2)]
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, above)
        row = cursor.fetchone()
    if row is None:
        raise ColumnPage.DoesNotExist(above[0])
    many = len(_COLUMN)
    column, site = _made(ColumnPage, _COLUMN, row[:many]), _made(SitePage, _SITE, row[many : 2 * many])
    face = row[2 * many :]
    # as select_related leaves it, also where there is none
    site._state.fields_cache["face"] = SiteFace.from_db(None, _FACE, face) if face[0] is not None else None
    return {"column": column, "site": site}


def _made(model: type[Any], names: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """An instance of which only these fields are known; `from_db` wants them in the order of the model."""
    known = dict(zip(names, values, strict=True))
    names = tuple(field.attname for field in model._meta.concrete_fields if field.attname in known)
    return model.from_db(None, names, [known[name] for name in names])


def live_count() -> int:
    """How many items everybody may read."""
    return open_items().count()


def entries() -> Iterator[Entry]:
    """Everything that may be found, for filling the index anew."""
    for page in open_items().select_related("imported").iterator(200):
        yield entry_of(page)
