"""监督看板: ``/supervision/``."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.queries import ancestors_of, by_paths
from lianxin.voice.letters.views_public import for_everybody
from lianxin.voice.letters.views_stats import office_options

from . import board as made


@require_safe
@for_everybody
def supervision(request: HttpRequest) -> HttpResponse:
    """``/supervision/?org=``: how an organisation with all below it keeps what it promised in public."""
    office = made.chosen(request.GET.get("org", ""))
    if office is None:
        raise Http404("没有找到这个单位。")
    found = made.board(office)
    above = by_paths(ancestors_of(office.path)[1:])
    context = {
        "office": office, "board": found, "trail": [above[path] for path in sorted(above)], "options": office_options(),
        "parts": [(part, part.code != office.code) for part in found.parts],
    }  # fmt: skip
    return render(request, "overview/board.html", context)
