"""我的议题: what I proposed and seconded."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, signed_in

from .queries import reading

SIZE, SHOWN = 30, 50


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/consult/``."""
    actor = actor_of(request)
    page = Paginator(reading.own_motions(actor), SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page, "seconded": reading.seconded_by(actor)[:SHOWN], "may_propose": bool(reading.open_places(actor)),
    }  # fmt: skip
    return render(request, "consultations/mine/list.html", context)
