"""Published items as plain values, for whatever carries them out of the house: channels, papers, posters, embedding.

Everything here is what everybody may read at this moment (M01); the HTML is the one of the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from wagtail.images import get_image_model

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.publicity.media.outward import without_players

from . import rendering, topics
from .models import ArticlePage, ColumnPage, ShownPicture, SitePage
from .queries import live

_PICTURE = re.compile(r"/portal/pictures/(\d{1,12})/(\d{2,4})/$")
#: what platforms and mail programs can show; portal pages have WebP
JPEG = "format-jpeg|jpegquality-82"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One published item. version: changes with every publication; path: of its page; html: its body."""

    pk: int
    version: int
    title: str
    summary: str
    html: str
    path: str
    source: str
    correction: str
    organisation: Organisation
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A published item in a list."""

    pk: int
    version: int
    title: str
    summary: str
    path: str
    source: str
    org_path: str
    organisation: str
    at: datetime
    form: str
    correction: str


def item(pk: int) -> Outgoing | None:
    """A published item; None when nobody outside may read it (any more)."""
    page = ArticlePage.objects.live().public().filter(pk=pk).first()
    organisation = Organisation.objects.filter(path=page.org_path).first() if page else None
    if page is None or organisation is None:
        return None
    return Outgoing(
        pk=page.pk, version=page.live_revision_id or 0, title=page.title, summary=summary_of(page), html=html_of(page),
        path=page.url or "", source=page.source, correction=page.correction, organisation=organisation,
        at=page.first_published_at,
    )  # fmt: skip


def html_of(page: ArticlePage) -> str:
    """The body as readers see it, and below it the entries of a topic; items that those point at stay on the page."""
    parts = [without_players(str(rendering.body_of(page)[0]))]
    for event in topics.line_of(page, {})["events"] if page.form == "topic" else ():
        value, day = event.value, f"{event.day.year}年{event.day.month}月{event.day.day}日"
        said = f"{event.label}，来源：{value['source']}"
        parts.append(format_html("<h3>{} {}</h3>{}<p>（{}）</p>", day, value["title"], value["text"] or "", said))
    return "\n".join(parts)


def summary_of(page: ArticlePage) -> str:
    """The summary, or how the body begins."""
    return page.summary or " ".join(page.words().split())[:110]


def cover(pk: int) -> bytes | None:
    """The cover of a published item as a JPEG of the shape that platforms like, or None."""
    page = ArticlePage.objects.live().public().filter(pk=pk).select_related("cover").first()
    return _jpeg(page.cover, f"fill-900x384|{JPEG}") if page and page.cover else None


def picture(address: str) -> bytes | None:
    """The picture behind an address of ours in the body of an item as a JPEG; None unless a published page shows it."""
    found = _PICTURE.search(address)
    if found is None:
        return None
    image = get_image_model().objects.filter(pk=int(found[1])).first()
    if image is None or not ShownPicture.objects.filter(image=image).exists():
        return None
    return _jpeg(image, f"max-1080x1620|{JPEG}")


def _jpeg(image: Any, spec: str) -> bytes | None:
    try:
        with image.get_rendition(spec).file.open("rb") as stored:
            return io.BytesIO(stored.read()).getvalue()
    except OSError:  # the file is gone: the text goes out without it
        return None


def newest(paths: Sequence[str], many: int) -> list[Line]:
    """The newest published items of organisations below the paths."""
    rows = live().only(*_COLUMNS).filter(subtree("org_path", paths))
    return _lines(rows[:many])


def column(pk: int, many: int) -> tuple[str, str, list[Line]] | None:
    """(title, path, newest items) of a live column; None when there is none."""
    page = ColumnPage.objects.live().public().filter(pk=pk).first()
    if page is None:
        return None
    site = page.get_parent()
    return f"{site.title} · {page.title}", page.url or "", _lines(live(page).only(*_COLUMNS)[:many])


def site(code: str, many: int) -> tuple[str, str, list[Line]] | None:
    """(title, path, newest items) of the site of an organisation; None when there is none."""
    page = SitePage.objects.live().public().filter(organisation__code=code).first()
    return (page.title, page.url or "", _lines(live(page).only(*_COLUMNS)[:many])) if page else None


def site_codes() -> list[tuple[str, str]]:
    """(code of the organisation, name) of every live site, in the order of the tree."""
    rows = SitePage.objects.live().public().exclude(organisation=None).select_related("organisation").order_by("path")
    return [(page.organisation.code, page.title) for page in rows if page.organisation]


def columns() -> list[tuple[int, str]]:
    """(number, name) of every live column, in the order of the tree."""
    sites = {page.path: page.title for page in SitePage.objects.live().public()}
    rows = ColumnPage.objects.live().public().order_by("path")
    return [
        (page.pk, f"{sites[above]} · {page.title}") for page in rows if (above := page.path[: -page.steplen]) in sites
    ]


_COLUMNS = (
    "id", "path", "depth", "title", "slug", "url_path", "first_published_at", "form", "summary", "source",
    "correction", "org_path", "live_revision",
)  # fmt: skip


def _lines(rows: Any) -> list[Line]:
    pages = list(rows)
    names = dict(Organisation.objects.filter(path__in={p.org_path for p in pages}).values_list("path", "short_name"))
    return [
        Line(
            pk=p.pk, version=p.live_revision_id or 0, title=p.title, summary=p.summary, path=p.url or "",
            source=p.source, org_path=p.org_path, organisation=names.get(p.org_path, ""), at=p.first_published_at,
            form=p.get_form_display(), correction=p.correction,
        )
        for p in pages
    ]  # fmt: skip
