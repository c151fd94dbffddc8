"""我的入党事项: where I stand, what comes next, and from which day."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of

from . import accompanying, queries, reckoning
from .lifecycle import DEVELOPMENT


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/development/``."""
    actor = actor_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    case = queries.own(actor.person_id)
    context = {
        "case": case, "state": DEVELOPMENT.by_state[case.state].label if case else "",
        "stages": queries.lines(actor, case) if case else [],
        "moved": bool(case and case.steps.filter(event="move").exists()), "charges": accompanying.charges(actor.person_id),
        "ends": reckoning.probation_ends(case, timezone.localdate()) if case and case.closed_at is None else None,
    }  # fmt: skip
    response = render(request, "development/mine.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
