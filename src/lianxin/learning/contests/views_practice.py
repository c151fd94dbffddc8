"""练习: a few questions with their answers at once. Nothing is kept: no row, no count, no name; it needs no sign-in."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, need
from lianxin.learning.questions.words import KINDS, MARKING

from . import queries, sheets
from .drawing import Candidate, Place, draw
from .marks import mark
from .models import Contest
from .views_public import private

#: questions of one turn, as many of each kind as there are, up to this
EACH = {"truth": 3, "single": 4, "multiple": 2, "blank": 1}
POINTS = dict.fromkeys(KINDS, 1)


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/<pk>/practice/``: GET draws anew, POST shows what was right. What was asked travels in the form, and is
    looked up among what may be practised again: a form can ask for nothing that a contest keeps back."""
    found: Contest = need(queries.one(actor_of(request), pk))
    if not found.practice or found.state == "cancelled":
        need(None)
    paper = _sent(found, request.POST) if request.method == "POST" else _drawn(found)
    context: dict[str, Any] = {"contest": found, "marking": MARKING}
    context["gone"] = request.method == "POST" and not paper
    if context["gone"]:
        paper = _drawn(found)
    elif request.method == "POST":
        said = {
            at: answer for at, (answer, _) in sheets.from_form(paper, request.POST).items() if isinstance(answer, list)
        }
        keys = dict(
            queries.practice_pool(found)
            .filter(latest_id__in=[p.version for p in paper])
            .values_list("latest_id", "latest__key")
        )
        result = mark(paper, said, keys, POINTS)
        context["rows"] = [(row, None) for row in sheets.told(paper, said, result, POINTS, ())]
        context["right"] = sum(1 for cents in result.each if cents == 100)
    if "rows" not in context:
        context["asked"] = sheets.asked(paper, {})
        context["paper"] = [(place.version, ".".join(map(str, place.order))) for place in paper]
    return private(render(request, "contests/practice.html", context))


def _drawn(found: Contest) -> list[Place]:
    pool = _pool(found)
    counts = {kind: min(most, sum(1 for c in pool if c.kind == kind)) for kind, most in EACH.items()}
    return draw(secrets.token_hex(32), pool, counts)


def _pool(found: Contest, versions: list[int] | None = None) -> list[Candidate]:
    rows = queries.practice_pool(found)
    if versions is not None:
        rows = rows.filter(latest_id__in=versions)
    columns = rows.values_list("latest_id", "kind", "latest__options", "latest__key", "latest__keep_order")
    return [
        Candidate(pk, kind, len(options), 0 if options else len(key), keep) for pk, kind, options, key, keep in columns
    ]


def _sent(found: Contest, data: Any) -> list[Place]:
    """The paper that a form names; empty when any of it may not be practised, or not any more."""
    named = [word.partition(":") for word in data.getlist("asked")[: sum(EACH.values())]]
    wanted = [(int(pk), order) for pk, _, order in named if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    known = {c.version: c for c in _pool(found, [pk for pk, _ in wanted])}
    places = []
    for pk, text in wanted:
        order = tuple(int(n) for n in text.split(".") if n.isascii() and n.isdecimal() and len(n) < 3)
        if pk not in known or sorted(order) != list(range(known[pk].options)):
            return []
        places.append(Place(pk, known[pk].kind, order, known[pk].blanks))
    return places
