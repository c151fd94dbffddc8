"""我提议和关注的话题: what I proposed and what became of it, what I follow."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, policies, queries
from .announcing import MINE
from .forms import StepForm
from .models import Topic
from .words import TONES

SIZE = 20


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/forum/``."""
    actor = actor_of(request)
    page = Paginator(queries.own(actor.person_id), SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [(one, TONES[one.state]) for one in page], "followed": queries.followed(actor)}
    return render(request, "forum/mine/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/forum/<pk>/``: my proposal; appeal against not taking it up."""
    actor = actor_of(request)
    found: Topic = need(queries.own(actor.person_id).filter(pk=pk).first())
    form = StepForm(request.POST or None, step="appeal")
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(actor=actor, topic=found, text=form.cleaned_data["text"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "申诉已送到，由另一位同志复核。")
            return to(f"{MINE}{pk}/")
    steps = found.steps.exclude(public_label="")
    declined = found.steps.filter(event="decline").last()
    context = {
        "topic": found, "tone": TONES[found.state], "form": form,
        "steps": [{"title": s.public_label, "when": s.at, "text": s.public_note, "done": True} for s in steps],
        "may_appeal": may(actor, found, "appeal") if found.state == "declined" else None,
        "may_withdraw": bool(may(actor, found, "withdraw")),
        "until": policies.appeal_until(found.org_path, declined.at) if declined else None,
    }  # fmt: skip
    return render(request, "forum/mine/one.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/forum/<pk>/withdraw/``."""
    actor = actor_of(request)
    found: Topic = need(queries.own(actor.person_id).filter(pk=pk).first())
    try:
        actions.withdraw(actor=actor, topic=found)
    except Refused as refused:
        if refused.denied.code != "wrong_state":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        toasts.say(request, "提议已撤回。")
    return to(MINE)
