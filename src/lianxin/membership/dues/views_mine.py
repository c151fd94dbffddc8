"""我的党费: what I owe, what I paid, and how it was reckoned."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of
from lianxin.membership.dossiers import queries as dossiers

from . import queries
from .reckoning import first_of


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/dues/``."""
    actor = actor_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    member = dossiers.own(actor.person_id)
    context = {
        "member": member, "held": queries.assessment(member, first_of(timezone.localdate())) if member else None,
        "owed": queries.owed(member).items() if member else [], "lines": queries.own(member)[:100] if member else [],
    }  # fmt: skip
    response = render(request, "dues/mine.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
