"""我的入党事项: where I stand, what comes next, and from which day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.foundation.accounts.models import Person

from . import accompanying, applying, policies, queries, reckoning
from .lifecycle import DEVELOPMENT


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/development/``."""
    actor = actor_of(request)
    case = queries.own(actor.person_id)
    sent = applying.latest_of(actor.person_id) if case is None else None
    context = {
        "sent": sent, "may_send": case is None and bool(policies.may_send(actor, need(Person.objects.filter(pk=actor.person_id or 0).first()))),
        "case": case, "state": DEVELOPMENT.by_state[case.state].label if case else "",
        "stages": queries.lines(actor, case) if case else [],
        "moved": bool(case and case.steps.filter(event="move").exists()), "struck": list(case.retractions.filter(state="done").select_related("step")) if case else [],
        "charges": accompanying.charges(actor.person_id),
        "ends": reckoning.probation_ends(case, timezone.localdate()) if case and case.closed_at is None else None,
    }  # fmt: skip
    return render(request, "development/mine.html", context)
