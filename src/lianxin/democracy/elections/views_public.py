"""选举 as a member sees it: what is coming, the roll, the candidates, the result with its denominators."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in

from . import papers, policies, queries, results
from .models import Election
from .rounds import reduced
from .words import TONES

SIZE = 20


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """``/elections/``: of one's own organisation."""
    page = Paginator(queries.readable(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    return render(request, "elections/public/list.html", {"page": page, "rows": [(c, TONES[c.state]) for c in page]})


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/elections/<pk>/``."""
    actor = actor_of(request)
    case: Election = need(queries.one(actor, pk))
    rounds = [row for row in case.rounds.all() if row.text]
    mine = case.scrutineers.filter(person_id=actor.person_id or 0).first()
    context = {
        "case": case, "tone": TONES[case.state], "candidates": case.candidates.all(), "me": queries.voter_of(actor, case),
        "voters": case.voters.all(), "due": policies.due(case), "present": policies.present(case), "rounds": rounds,
        "sheets": results.sheets(case), "left": results.seats_open(case) if case.outcome else 0, "mine": mine,
        "round": case.last, "steps": case.steps.exclude(public_label="").order_by("pk"),
        "filed": papers.ready(case), "reduced": reduced(case) if case.outcome else "",
    }  # fmt: skip
    return render(request, "elections/public/one.html", context)
