"""The front of a site: what leads, the short news as a stream, today, topics, columns, and doors to other rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from lianxin.foundation.spine.scope import subtree

from . import daily
from .addresses import address, root_path
from .listed import STEP, Condition, Listed, lines, newest_of_each, within
from .models import ColumnPage, SitePage
from .sites import references

NEWEST, SHORT, EACH, TOPICS, SITES = 40, 7, 4, 3, 60
#: forms that have a place of their own on the front
APART = ("theory", "history", "topic")


@dataclass(frozen=True, slots=True)
class Line:
    """One line behind a door: a letter that was answered, an item that was disclosed."""

    title: str
    url: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A door to another room, filled by whoever knows that room (`register_door`)."""

    title: str
    url: str
    icon: str
    lines: Callable[[str], list[Line]]


@dataclass(frozen=True, slots=True)
class Column:
    """As much of a column as a front needs."""

    pk: int
    path: str
    title: str
    url_path: str
    code: str


DOORS: dict[str, Door] = {}


def register_door(key: str, door: Door) -> None:
    """Called by a face when it loads. ``lines`` takes the path of the site's organisation, "" for all."""
    DOORS[key] = door


def front_of(site: SitePage) -> dict[str, Any]:
    """What the front page of a site shows."""
    home = site.url_path == root_path()
    foreign = references.shown(site=site)
    here = within(site, foreign)
    fresh = references.credit(lines(here, limit=NEWEST), site)
    lead = _lead(fresh)
    shorts = [x for x in fresh if x.form == "short" and x is not lead][:SHORT]
    columns = _columns(site, fresh, foreign)
    above = {x.pk for x in (lead, *shorts) if x is not None}
    for row in columns:  # what stands above is not told twice
        row["items"] = [x for x in row["items"] if x.pk not in above]
    url = address(site.url_path)
    now = timezone.localtime()
    return {
        "home": home,
        "now": now,
        "lead": lead,
        "shorts": shorts,
        "newest": [x for x in fresh if x is not lead and x not in shorts and x.form not in APART][:6],
        "columns": columns,
        "topics": _topics(here),
        "daily": daily.today() if home else None,
        "this_day": daily.on_this_day(now.month, now.day, 2) if home else [],
        "doors": [(d, d.lines("" if home else _organisation(site))) for d in DOORS.values()],
        "sites": _sites(site) if home else [],
        "href": url,
        "canonical": f"{settings.SITE_URL}{url}",
        "crumbs": [] if home else _above(site),
    }


def _lead(fresh: list[Listed]) -> Listed | None:
    """What the eye meets first: what the editors put there, else the newest with a picture, else the newest."""
    for wanted in (lambda x: x.focus, lambda x: x.cover_id and x.form not in APART, lambda x: x.form not in APART):
        for item in fresh:
            if wanted(item):
                return item
    return fresh[0] if fresh else None


def _topics(here: Condition) -> list[Listed]:
    """The newest topics. They are few, so their index is asked and not the whole tree from the newest on."""
    text, values = here
    few = "a.page_ptr_id IN (SELECT page_ptr_id FROM portal_articlepage WHERE form = 'topic')"
    return lines((f"{few} AND {text}", values), limit=TOPICS)


def _columns(site: SitePage, fresh: list[Listed], foreign: dict[int, int]) -> list[dict[str, Any]]:
    """The site's own columns that hold something, each with its newest items: two statements for all of them."""
    rows = ColumnPage.objects.filter(subtree("path", [site.path]), depth=site.depth + 1, live=True).order_by("path")
    columns = [Column(*row) for row in rows.values_list("pk", "path", "title", "url_path", "code")]
    by_column: dict[str, list[Listed]] = {}
    for item in newest_of_each(columns, EACH):
        by_column.setdefault(item.path[:-STEP], []).append(item)
    for column in columns if foreign else ():
        shown = [x for x in fresh if foreign.get(x.pk) == column.pk] + by_column.get(column.path, [])
        if shown:
            by_column[column.path] = sorted(shown, key=lambda x: x.first_published_at, reverse=True)[:EACH]
    found: list[dict[str, Any]] = [
        {"page": c, "href": address(c.url_path), "items": by_column[c.path]} for c in columns if c.path in by_column
    ]
    return [row for row in found if row["page"].code not in ("theory", "topic")]


def _sites(site: SitePage) -> list[tuple[str, str]]:
    rows = SitePage.objects.filter(subtree("path", [site.path]), depth=site.depth + 1, live=True).order_by("path")
    rows = rows.filter(Q(face=None) | Q(face__state="open"))
    return [(title, address(url)) for title, url in rows.values_list("title", "url_path")[:SITES]]


def _above(site: SitePage) -> list[tuple[str, str]]:
    rows = Page.objects.filter(path=site.path[: -site.steplen]).values_list("title", "url_path")
    return [(title, address(url)) for title, url in rows]


def _organisation(site: SitePage) -> str:
    return site.organisation.path if site.organisation else ""
