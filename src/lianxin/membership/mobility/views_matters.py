"""处理建议 at the desk: one proposal, a new one, its steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.casework.engine import buttons
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, grounds, policies, queries
from .announcing import MATTERS
from .forms import ProposeForm
from .lifecycle import KEEP, MATTER
from .models import Matter
from .steps import OF_MATTER, handle
from .views_desk import at_desk

TONES = {"proposed": "wait", "told": "wait", "discussed": "info", "decided": "ok"}


@require_safe
@at_desk(policies.READ)
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/mobility/matters/<pk>/``."""
    actor = actor_of(request)
    return render(request, "mobility/desk/matter.html", _context(actor, need(queries.matter(actor, pk))))


def _context(actor: Actor, case: Matter) -> dict[str, Any]:
    offered = [b for b in buttons(actor, case) if b.event in OF_MATTER]
    found = grounds.silences([case.member_id], moment.today()).get(case.member_id) if case.ground == "silent" else None
    return {
        "case": case, "words": case.words, "state": MATTER.by_state[case.state].label, "tone": TONES.get(case.state, ""),
        "open": [OF_MATTER[b.event] for b in offered if b.decision],
        "closed": [(b, b.decision) for b in offered if isinstance(b.decision, Denied) and b.decision.code != "out_of_scope"],
        "steps": case.steps.select_related("organisation").order_by("-at", "-pk")[:40], "missed": found.missed if found else (),
        "absence": queries.open_of(case.member), "gone": grounds.gone(case, moment.today()) if case.closed_at is None else "",
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/mobility/matters/<pk>/<step>/``: the form of one step."""
    actor = actor_of(request)
    case: Matter = need(queries.matter(actor, pk))
    wanted = need(OF_MATTER.get(slug))
    return handle(request, actor, case, wanted, back=f"{MATTERS}{pk}/", template="mobility/desk/step.html")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(KEEP)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/mobility/matters/new/<member>/``: 提出处理建议."""
    actor = actor_of(request)
    member = need(queries.member_for(actor, pk))
    start = {"ground": "restore", "since": moment.today()} if member.standing == "stopped" else {}
    form = ProposeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            case = actions.propose(
                actor=actor, member=member, ground=said["ground"], since=said["since"], text=said["text"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "建议已提出。")
            return to(f"{MATTERS}{case.pk}/")
    context = {"form": form, "member": member}
    return render(request, "mobility/desk/propose.html", context, status=422 if request.method == "POST" else 200)
