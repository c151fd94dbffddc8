"""The search of the whole house, for people and for machines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, signed_in
from lianxin.foundation.organisations.queries import by_paths
from lianxin.foundation.search.everything import LEVEL, Found
from lianxin.foundation.search.inside import KINDS as INSIDE_KINDS
from lianxin.foundation.search.inside import Found as Inside
from lianxin.foundation.search.queries import Hit
from lianxin.foundation.search.sources import kinds_for_readers
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.ui.paging import Pages, near

from .asking import SPANS, Question, question_of

View = Callable[[HttpRequest], HttpResponse]
FACETS_SHOWN = 12
#: lines of what is for the reader alone, above the rest
INSIDE = 5


def _kept_shortly(view: View) -> View:
    """Shared caches keep an answer for ten seconds, so that what is taken down is gone within them."""

    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        response = view(request)
        nobody = settings.SESSION_COOKIE_NAME not in request.COOKIES
        response.headers["Cache-Control"] = FOR_EVERYBODY if nobody else "private, no-cache"
        return response

    return require_safe(run)


@_kept_shortly
def page(request: HttpRequest) -> HttpResponse:
    """``/search/?q=``: the box, and what was found."""
    asked = question_of(request.GET)
    context: dict[str, Any] = {"asked": asked, "kinds": [], "spans": _span_chips(asked)}
    if asked.words and not asked.errors:
        found = asked.found(last=True)
        context |= {
            "found": found, "lines": _lines(found), "kinds": _kind_chips(asked, found), "pages": _pages(found),
            "places": _places(asked, found), "years": _years(asked, found),
            "mine": _inside_lines(asked.inside(actor_of(request), many=INSIDE)) if _known(request) else None,
        }  # fmt: skip
    return render(request, "search/page.html", context, status=400 if asked.errors else 200)


@require_safe
@signed_in
def inside(request: HttpRequest) -> HttpResponse:
    """``/search/inside/?q=``: all of what is for the one who asks and not for everybody; no cache keeps it."""
    asked = question_of(request.GET)
    context: dict[str, Any] = {"asked": asked}
    if asked.words and not asked.errors:
        found = asked.inside(actor_of(request), many=asked.size, number=asked.number)
        number, last = asked.number, max(1, -(-found.total // asked.size))
        pages = Pages(number, max(number, last), found.total, near(number, max(number, last)))
        context |= {"mine": _inside_lines(found), "pages": pages}
    return render(request, "search/inside.html", context, status=400 if asked.errors else 200)


def _known(request: HttpRequest) -> bool:
    """Somebody with a session; whoever has none is nobody, and no session is opened to find that out."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and actor_of(request).person_id is not None


def _inside_lines(found: Inside) -> dict[str, Any]:
    places = by_paths(hit.org_path for hit in found.hits)
    lines = [
        {"hit": hit, "label": INSIDE_KINDS[hit.kind].label, "place": places[hit.org_path].short_name if hit.org_path in places else ""}
        for hit in found.hits
    ]  # fmt: skip
    return {"total": found.total, "lines": lines, "more": found.total > len(lines)}


@_kept_shortly
def machine(request: HttpRequest) -> JsonResponse:
    """``/search.json?q=&size=``: the same in a stable form."""
    asked = question_of(request.GET)
    if asked.errors:
        errors = [{"field": name, "message": text} for name, text in asked.errors.items()]
        body: dict[str, Any] = {"error": "；".join(asked.errors.values()), "errors": errors}
        return _json(body, 400)
    found = asked.found()
    places = by_paths(hit.org_path for hit in found.hits)
    labels = kinds_for_readers()
    return _json({
        "query": asked.words, "total": found.total, "capped": found.capped, "took_ms": round(found.took * 1000, 2), "facets_ms": round(found.took_facets * 1000, 2),
        "page": asked.number, "size": asked.size, "cut": asked.cut, "loosened": found.loosened,
        "results": [_result(hit, labels, places) for hit in found.hits],
        "facets": _facets(found, labels),
    })  # fmt: skip


def _json(body: dict[str, Any], status: int = 200) -> JsonResponse:
    # a lone surrogate cannot be written as UTF-8; escaped it can
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": True})


def _result(hit: Hit, labels: dict[str, str], places: dict[str, Any]) -> dict[str, Any]:
    place = places.get(hit.org_path)
    made = {
        "id": hit.object_id, "kind": hit.kind, "kind_label": labels.get(hit.kind, hit.kind), "title": hit.title,
        "url": hit.url, "excerpt": hit.excerpt, "when": timezone.localtime(hit.when).isoformat(),
        "organisation": {"code": place.code, "name": place.short_name} if place else None,
    }  # fmt: skip
    if "origin" in hit.facets:
        made["original_id"] = hit.facets["origin"]
    return made


def _facets(found: Found, labels: dict[str, str]) -> dict[str, Any]:
    places = by_paths(found.facets.paths)
    return {
        "kind": [{"value": k, "label": labels.get(k, k), "count": n} for k, n in found.facets.kinds.items()],
        "organisation": [
            {"value": places[p].code, "label": places[p].short_name, "count": n}
            for p, n in found.facets.paths.items() if p in places and len(p) > LEVEL
        ],
        "year": [{"value": year, "label": f"{year} 年", "count": n} for year, n in found.facets.years.items()],
        "capped": found.facets.capped,
    }  # fmt: skip


def _lines(found: Found) -> list[dict[str, Any]]:
    labels, places = kinds_for_readers(), by_paths(hit.org_path for hit in found.hits)
    return [
        {"hit": hit, "label": labels.get(hit.kind, ""), "place": places[hit.org_path].short_name if hit.org_path in places else ""}
        for hit in found.hits
    ]  # fmt: skip


def _kind_chips(asked: Question, found: Found) -> list[tuple[str, str, bool, int | None]]:
    counts = found.facets.kinds
    many = [
        (label, asked.address(kind=kind), asked.kind == kind, None if found.facets.capped else counts.get(kind, 0))
        for kind, label in kinds_for_readers().items()
        if asked.kind == kind or (not asked.kind and counts.get(kind))
    ]
    return [("全部", asked.address(kind=""), not asked.kind, None), *many] if asked.kind or len(many) > 1 else []


def _span_chips(asked: Question) -> list[tuple[str, str, bool]]:
    today = timezone.localdate()
    chips = [("不限时间", asked.address(since="", until=""), not asked.since and not asked.until)]
    for days, word in SPANS:
        begun = (today - timedelta(days=days)).isoformat()
        chosen = asked.typed["since"] == begun and not asked.until
        chips.append((word, asked.address(since=begun, until=""), chosen))
    return chips


def _places(asked: Question, found: Found) -> list[tuple[str, str, bool, int]]:
    if asked.organisation:
        return [
            (f"不限组织（现在是{asked.organisation.short_name}）", asked.address(organisation=""), False, found.total)
        ]
    places = by_paths(found.facets.paths)
    return [
        (places[p].short_name, asked.address(organisation=places[p].code), False, n)
        for p, n in found.facets.paths.items() if p in places and len(p) > LEVEL
    ][:FACETS_SHOWN]  # fmt: skip


def _years(asked: Question, found: Found) -> list[tuple[str, str, bool, int]]:
    return [
        (f"{year} 年", asked.address(since=f"{year}-01-01", until=f"{year}-12-31"), False, n)
        for year, n in found.facets.years.items()
    ][:FACETS_SHOWN]


def _pages(found: Found) -> Pages:
    number = found.offset // found.limit + 1
    last = max(number, -(-found.total // found.limit)) + (
        1 if found.capped and found.offset + found.limit >= found.total else 0
    )
    return Pages(number, last, found.total, near(number, last))
