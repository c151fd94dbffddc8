"""The portal for everybody: pages of the tree on a short way, the item of the day, the day in history, feeds."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve as walk

from lianxin.kernel.freshness import FOR_EVERYBODY

from . import daily
from .addresses import address, url_path_of, with_addresses
from .models import ArticlePage, ColumnPage, SitePage
from .queries import live, newest
from .reading import item_of, page_at, reading_of

FEED = 30
FEEDS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
#: nginx keeps a page for ten seconds, so that a correction is everywhere within them
FRESH = FOR_EVERYBODY
#: signs that XML 1.0 cannot carry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its fingerprint; whoever has it already gets 304 and no body."""
    if response.status_code != 200 or response.streaming:
        return response
    digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
    response.headers["ETag"] = f'W/"{digest}"'
    response.headers["Cache-Control"] = FRESH
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """``/portal/<path>``: items and columns straight from their address; everything else by Wagtail's way."""
    found = page_at(path)
    if isinstance(found, ArticlePage):
        return fresh(request, _item(request, found))
    if found is not None:
        return fresh(request, HttpResponse(get_template(found.template).render(found.get_context(request), request)))
    response = walk(request, path)
    if isinstance(response, TemplateResponse):
        response.render()
    return fresh(request, response)


def _item(request: HttpRequest, item: ArticlePage, **more: Any) -> HttpResponse:
    context = {"page": item, "self": item, **reading_of(item, request.GET), **more}
    return HttpResponse(get_template(item.template).render(context, request))


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """``/portal/today/``: the item of the day, at an address that stays."""
    found = daily.today()
    item = item_of(found.pk) if found is not None else None
    if item is None:
        return fresh(request, render(request, "portal/no_daily.html"))
    return fresh(request, _item(request, item, of_today=True))


@require_safe
def on_this_day(request: HttpRequest) -> HttpResponse:
    """``/portal/on-this-day/?on=07-01``: what happened on that day of the year; without a date, today."""
    day = _day(request.GET.get("on", ""))
    context = {
        "day": day,
        "items": daily.on_this_day(day.month, day.day),
        "is_today": (day.month, day.day) == (timezone.localdate().month, timezone.localdate().day),
    } | dict(zip(("earlier", "later"), _beside(day), strict=True))
    return fresh(request, render(request, "portal/this_day.html", context))


def _day(text: str) -> date:
    """``07-01`` as a day of a leap year, so that 29 February has its page; today for anything else."""
    try:
        found = datetime.strptime(f"2024-{text}", "%Y-%m-%d").date()  # noqa: DTZ007 - only a day is read
    except ValueError:
        found = timezone.localdate()
        found = date(2024, found.month, found.day)
    return found


def _beside(day: date) -> tuple[date, date]:
    one = date.resolution
    return day - one, day + one


@require_safe
def feed(request: HttpRequest, path: str = "", kind: str = "atom") -> HttpResponse:
    """``/portal/<site>/<column>/feed.atom`` or ``feed.rss``: the newest published items of a site or a column."""
    below = _tree(path)
    made = FEEDS[kind](
        title=below.title, link=f"{settings.SITE_URL}{address(below.url_path)}", description=below.intro or below.title,
        language="zh-CN", feed_url=f"{settings.SITE_URL}{request.path}", author_name=_signed(below),
    )  # fmt: skip
    items = newest(below, FEED) if isinstance(below, SitePage) else list(live(below)[:FEED])
    for item in with_addresses(items):
        url = f"{settings.SITE_URL}{item.href}"
        made.add_item(
            title=_NOT_XML.sub("", item.title), link=url, description=_NOT_XML.sub("", item.summary or item.title),
            unique_id=url, unique_id_is_permalink=True, author_name=_NOT_XML.sub("", item.source),
            pubdate=item.first_published_at, updateddate=item.last_published_at or item.first_published_at,
        )  # fmt: skip
    return fresh(
        request, HttpResponse(made.writeString("utf-8"), content_type=f"application/{kind}+xml; charset=utf-8")
    )


def _tree(path: str) -> Any:
    """The published site or column at an address; anything else is not there."""
    found = Page.objects.live().public().filter(url_path=url_path_of(path)).first()
    below = found.specific if found is not None else None
    if not isinstance(below, SitePage | ColumnPage):
        raise Http404(path)
    return below


def _signed(below: SitePage | ColumnPage) -> str:
    return below.title if isinstance(below, SitePage) else below.get_parent().title


@require_safe
def column_of_home(request: HttpRequest, code: str) -> HttpResponse:
    """``/portal/daily/``: the archive of the daily items, wherever the home keeps its column."""
    found = ColumnPage.objects.live().filter(code=code).order_by("depth", "path").first()
    if found is None:
        raise Http404(code)
    query = request.META.get("QUERY_STRING", "")
    return redirect(address(found.url_path) + (f"?{query}" if query else ""))
