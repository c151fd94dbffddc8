"""与我有关的监督事项: the person reads every word and answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, queries
from .announcing import MINE
from .forms import Said
from .models import Matter
from .words import TONES

SHOWN = 100


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/oversight/``."""
    actor = actor_of(request)
    return render(request, "oversight/mine/list.html", {"rows": queries.own(actor.person_id)[:SHOWN], "tones": TONES})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/oversight/<pk>/``: all of it, and 本人说明."""
    actor = actor_of(request)
    case: Matter = need(queries.own(actor.person_id).filter(pk=pk).first())
    form = Said(request.POST if request.method == "POST" else None, label="说明")
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(actor=actor, case=case, text=form.cleaned_data["text"], key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "说明已送到。")
            return to(f"{MINE}{pk}/")
    context = {"case": case, "lines": case.lines.select_related("by"), "form": form, "tone": TONES[case.state]}
    return render(request, "oversight/mine/one.html", context, status=422 if request.method == "POST" else 200)
