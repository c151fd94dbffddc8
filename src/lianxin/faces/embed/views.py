"""``/embed/…``: the parts for frames of other sites, their JSON and Atom twins, and the page that explains them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lianxin.kernel.freshness import BRIEFLY

from . import choosing
from .blocks import KINDS, Block, build, size_of

#: what is taken down is gone within seconds on other sites as well
KEPT = BRIEFLY
View = Callable[..., HttpResponseBase]


def for_other_sites(view: View) -> View:
    """May be shown and read anywhere: it is public, has no cookie and changes nothing."""
    framed = xframe_options_exempt(csp_replace({"frame-ancestors": ["*"], "form-action": ["'none'"]})(view))

    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = framed(request, *args, **kwargs)
        response.headers["Cache-Control"] = KEPT
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return open_to_all


def _block(request: HttpRequest, kind: str, name: str) -> Block | None:
    data = request.GET
    return build(kind, name, size_of(data.get("size", "")), data.get("period", "")[:10])


@require_safe
@for_other_sites
def part(request: HttpRequest, kind: str, name: str = "") -> HttpResponse:
    """The page inside a frame. It asks for nothing and takes no messages; it only tells its height."""
    block = _block(request, kind, name)
    mode = "elder" if request.GET.get("mode") == "elder" else ""
    # rendered without the request: no session, no messages, nothing that could differ from one reader to the next
    text = render_to_string(
        "embed/part.html", {"block": block, "mode": mode, "site": settings.SITE_NAME, "home": settings.SITE_URL}
    )
    return HttpResponse(text, status=200 if block else 404)


@require_safe
@for_other_sites
def as_json(request: HttpRequest, kind: str, name: str = "") -> HttpResponse:
    """The same as JSON."""
    block = _block(request, kind, name)
    if block is None:
        return JsonResponse(
            {"error": "没有这项内容，或者它没有公开。"}, status=404, json_dumps_params={"ensure_ascii": False}
        )
    return JsonResponse(block.as_json(), json_dumps_params={"ensure_ascii": False})


@require_safe
@for_other_sites
def as_atom(request: HttpRequest, kind: str, name: str = "") -> HttpResponse:
    """The same as Atom (RFC 4287); statistics have none."""
    block = _block(request, kind, name) if kind != "stats" else None
    if block is None:
        raise Http404
    own = f"{settings.SITE_URL}{request.get_full_path()}"
    feed = Atom1Feed(
        title=block.title, link=block.url, description=block.title, language="zh-CN", feed_url=own,
        author_name=settings.SITE_NAME,
    )  # fmt: skip
    for row in block.rows:
        feed.add_item(
            title=row.title, link=row.url, description=row.summary or row.note, unique_id=row.url, pubdate=row.at,
            updateddate=row.at,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@for_other_sites
def component(request: HttpRequest) -> HttpResponse:
    """``/embed/lianxin-embed.js``: the web component, at an address that stays."""
    return HttpResponse(choosing.component_text(), content_type="text/javascript; charset=utf-8")


@require_safe
@csp_update({"frame-src": ["'self'"]})
def explain(request: HttpRequest) -> HttpResponse:
    """``/embed/``: choose a part, see it, copy its code. The choice stands in the address; no script is needed."""
    choice = choosing.choice_of(request.GET)
    path = choosing.path_of(choice)
    context = {
        "choice": choice, "kinds": list(KINDS.items()), "columns": choosing.columns(), "offices": choosing.offices(choice.kind),
        "path": path, "codes": choosing.codes(choice, path), "periods": choosing.PERIODS, "site_url": settings.SITE_URL,
        "query": urlencode({"size": choice.size}),
    }  # fmt: skip
    response = render(request, "embed/explain.html", context)
    response.headers["Cache-Control"] = KEPT
    return response
