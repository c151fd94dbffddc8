"""学习资源 for readers: strangers see what is for everybody, members what is for them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need

from . import queries
from .models import Resource
from .queries import Wanted
from .words import KINDS

SIZE = 20


def wanted_of(asked: QueryDict) -> Wanted:
    """What an address asks for; what makes no sense asks for nothing."""
    kind = asked.get("kind", "")
    return Wanted(kind if kind in KINDS else "", asked.get("q", "").strip()[:60])


def _private(response: HttpResponse) -> HttpResponse:
    """No cache keeps it: who reads it decides what it shows."""
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """``/learning/resources/?kind=&q=``: what this reader may see, the newest first."""
    actor, wanted = actor_of(request), wanted_of(request.GET)
    page = Paginator(queries.shown(actor, wanted), SIZE).get_page(request.GET.get("page"))
    chips = [("全部", "?", not wanted.kind, None)]
    chips += [(word, f"?kind={kind}", kind == wanted.kind, None) for kind, word in KINDS.items()]
    context = {"page": page, "chips": chips, "wanted": wanted}
    return _private(render(request, "resources/list.html", context))


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/learning/resources/<pk>/``."""
    case: Resource = need(queries.one(actor_of(request), pk))
    return _private(render(request, "resources/one.html", {"case": case, "files": queries.attached(case)}))
