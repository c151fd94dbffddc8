"""我的组织关系: where it stands, asking for a transfer, appealing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.foundation.organisations.queries import party_offered
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, queries
from .forms import AskForm
from .models import Transfer
from .steps import STEPS, handle
from .views_desk import asked_of

ROOT = "/me/transfer/"
OWN = ("appeal_own", "recall_own")


def _own_file(actor: Actor) -> Member | None:
    rows = Member.objects.unscoped("one's own file").select_related("organisation", "person")
    return rows.filter(person_id=actor.person_id).first() if actor.person_id else None


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/transfer/``."""
    actor, today = actor_of(request), timezone.localdate()
    cases = queries.own(actor.person_id)
    open_ = next((case for case in cases if case.closed_at is None), None)
    context: dict[str, Any] = {
        "member": _own_file(actor), "rows": [(case, *queries.state_of(case, today)) for case in cases], "open": open_,
        "buttons": [STEPS[event] for event in OWN if open_ and may(actor, open_, event)],
        "steps": open_.steps.exclude(public_label="").order_by("-at", "-pk") if open_ else [],
    }  # fmt: skip
    return render(request, "transfer/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: HttpRequest) -> HttpResponse:
    """``/me/transfer/new/``: 申请转出."""
    actor = actor_of(request)
    member = need(_own_file(actor))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(actor=actor, member=member, **asked_of(form))
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "申请已提出，党委开出介绍信后会通知您。")
            return to(ROOT)
    context = {"form": form, "member": member, "targets": party_offered()}
    return render(request, "transfer/ask_mine.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/me/transfer/<pk>/<step>/``: what a person does with their own."""
    actor = actor_of(request)
    case: Transfer = need(next((one for one in queries.own(actor.person_id) if one.pk == pk), None))
    wanted = need(STEPS.get(slug) if slug in OWN else None)
    try:
        return handle(request, actor, case, wanted, back=ROOT, template="transfer/step_mine.html")
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason)
        return to(ROOT)
