"""``/branches/``: where to find each organisation of the Party; for everybody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.queries import by_paths, region_name

from . import policies, queries
from .accounts_port import accounts

SIZE = 30


@require_safe
def branches(request: HttpRequest) -> HttpResponse:
    """``/branches/?q=``: cards that somebody has confirmed, in the order of the tree."""
    text = request.GET.get("q", "").strip()[:40]
    page = Paginator(queries.public(text), SIZE).get_page(request.GET.get("page"))
    return render(request, "upkeep/public/list.html", {"page": page, "q": text})


@require_safe
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """``/branches/<code>/``: one organisation."""
    card = queries.public_one(code)
    if card is None or card.confirmed_on is None:
        raise Http404
    office = card.organisation
    above = by_paths([office.path[: -office.steplen]])
    context = {
        "card": card, "office": office, "above": next(iter(above.values()), None), "region": region_name(office.region_code),
        "accounts": accounts(office.path), "old": timezone.localdate() > policies.good_until(card.confirmed_on),
    }  # fmt: skip
    return render(request, "upkeep/public/one.html", context)
