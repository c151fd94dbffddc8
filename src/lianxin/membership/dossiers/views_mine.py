"""我的档案: the person sees everything that is kept about them."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of

from . import queries
from .views_desk import grouped


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/dossier/``: one's own file in clear; corrections are asked for under "我的信息与授权" (P03)."""
    actor = actor_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    member = queries.own(actor.person_id)
    context = {
        "member": member, "missing": queries.missing(member) if member else [],
        "events": member.events.all()[:100] if member else [], "records": grouped(member) if member else [],
    }  # fmt: skip
    response = render(request, "dossiers/mine.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
