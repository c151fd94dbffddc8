"""One item as its reader sees it, in few statements: where it stands, what stands beside it, how long it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from lianxin.foundation.spine.scope import after

from . import rendering, structured, topics
from .addresses import address, root_path, url_path_of, with_addresses
from .models import ArticlePage, ColumnPage, SitePage
from .queries import live, place_of

#: what the page of an item needs; the body itself is read only where it has to be drawn
READ = (
    "id", "path", "depth", "title", "slug", "url_path", "live", "first_published_at", "last_published_at", "form",
    "summary", "source", "source_url", "byline", "correction", "cover_alt", "org_path", "day", "content_type",
    "cover__width", "cover__height", "shown__made_for", "shown__html", "shown__characters", "shown__related",
)  # fmt: skip
RELATED = 4
_AT = """SELECT id, content_type_id, EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction)
FROM wagtailcore_page WHERE slug = %s AND url_path = %s AND live = %s"""
_ONE_BESIDE = """SELECT * FROM (SELECT {later} AS later, p.title, p.url_path FROM wagtailcore_page p
JOIN portal_articlepage a ON a.page_ptr_id = p.id WHERE p.live AND p.path >= %s AND p.path < %s
AND (p.first_published_at, p.id) {than} (%s, %s)
AND NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction r WHERE r.page_id = p.id)
ORDER BY p.first_published_at {way}, p.id {way} LIMIT 1) AS one"""
_BESIDE = " UNION ALL ".join(
    [_ONE_BESIDE.format(later=0, than="<", way="DESC"), _ONE_BESIDE.format(later=1, than=">", way="ASC")]
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The item before or after."""

    title: str
    href: str


def page_at(path: str) -> ArticlePage | ColumnPage | SitePage | None:
    """The published item, column or site at ``/portal/<path>`` on the short way, or None: then the tree is walked."""
    wanted = url_path_of(path)
    slug = wanted.strip("/").rpartition("/")[2]
    if not wanted or not slug:
        return None
    # the slug has an index, the long path has none; where anything is restricted, Wagtail's own way decides
    with connection.cursor() as cursor:
        cursor.execute(_AT, [slug, wanted, True])
        row = cursor.fetchone()
    if row is None or row[2]:
        return None
    kind = ContentType.objects.get_for_id(row[1]).model_class()
    if kind is ArticlePage:
        return item_of(row[0])
    if kind is SitePage:
        return _site_of(row[0])
    return ColumnPage.objects.filter(pk=row[0], live=True).first() if kind is ColumnPage else None


def _site_of(pk: int) -> SitePage | None:
    """A site with its face and its organisation; one that was merged into another leads there by Wagtail's way."""
    site = SitePage.objects.select_related("organisation", "face").filter(pk=pk, live=True).first()
    return None if site is not None and getattr(site, "face", None) and site.face.state == "merged" else site


def item_of(pk: int) -> ArticlePage | None:
    """A published item, known to be open to everybody, with what its page needs."""
    return ArticlePage.objects.filter(pk=pk, live=True).select_related("cover", "shown").only(*READ).first()


def reading_of(article: ArticlePage, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page of an item shows, also while it is only looked at before publication."""
    place = place_of(article)
    column, site = place["column"], place["site"]
    html, characters = rendering.body_of(article)
    earlier, later = _neighbours(article, column)
    url = address(article.url_path)
    context = {
        "html": html,
        "minutes": rendering.minutes(characters),
        "characters": characters,
        "earlier": earlier,
        "later": later,
        "related": _related(article),
        "href": url,
        "canonical": f"{settings.SITE_URL}{url}",
        "site_url": settings.SITE_URL,
        "crumbs": [(site.title, address(site.url_path)), (column.title, address(column.url_path))],
        "jsonld": structured.news(article, site.title, f"{settings.SITE_URL}{url}"),
    }
    if article.form == "topic":
        context |= topics.line_of(article, query)
    return place | context


def _neighbours(article: ArticlePage, column: ColumnPage) -> tuple[Beside | None, Beside | None]:
    """The published items before and after it in its column, in one statement."""
    if article.first_published_at is None:
        return None, None
    at = connection.ops.adapt_datetimefield_value(article.first_published_at)
    where = [column.path, after(column.path), at, article.pk]
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [*where, *where])
        root = root_path()
        found = {later: Beside(title, address(url, root)) for later, title, url in cursor.fetchall()}
    return found.get(0), found.get(1)


def _related(article: ArticlePage) -> list[ArticlePage]:
    """Alike items that are published at this moment."""
    kept = getattr(article, "shown", None)
    ids = (kept.related or []) if kept is not None else []
    if not ids:
        return []
    found = {x.pk: x for x in live().filter(pk__in=ids).exclude(pk=article.pk)}
    return with_addresses([found[pk] for pk in ids if pk in found][:RELATED])
