"""For everybody: old versions, what stands in the place of a withdrawn item, how we review and how often."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from lianxin.kernel.freshness import FOR_EVERYBODY

from . import keeping, moderation
from .content import to_readers
from .difference import Row, compare

#: a withdrawal or a correction is seen by everybody within this many seconds
FRESH = FOR_EVERYBODY


def gone(request: HttpRequest, withdrawal: Any) -> HttpResponse:
    """410 with the reason and without a word of the item, its title included."""
    response = render(request, "portal/gone.html", {"withdrawal": withdrawal}, status=410)
    response.headers["Cache-Control"] = FRESH
    return response


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """``/portal/versions/<page>/<number>/``: what readers saw then, with a banner, while the item itself can be read."""
    page = Page.objects.live().public().filter(pk=pk).first()
    found = keeping.versions_of(pk).filter(number=number).first() if page is not None else None
    if page is None or found is None:
        raise Http404
    newest = keeping.versions_of(pk).first()
    after = keeping.versions_of(pk).filter(number=number + 1).first()
    draft = found.revision.as_object() if not found.hidden or found == newest else None
    rows: list[Row] = []
    if draft is not None and after is not None:
        said = to_readers(pk)
        rows = compare(draft, after.revision.as_object(), said, said)
    context = {
        "item": page.specific, "version": found, "newest": newest, "after": after, "draft": draft,
        "rows": [r for r in rows if r.state != "same"],
    }  # fmt: skip
    response = render(request, "portal/version.html", context, status=200 if draft is not None else 410)
    response.headers["Cache-Control"] = FRESH
    return response


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """``/portal/moderation/``: how items are reviewed, for what reasons they come back, and the counts of each quarter."""
    response = render(request, "portal/moderation.html", moderation.context(request.GET.get("quarter", "")))
    response.headers["Cache-Control"] = FRESH
    return response
