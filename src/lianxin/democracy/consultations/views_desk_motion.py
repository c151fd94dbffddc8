"""``/workbench/consult/motions/``: motions of the scope, one of them, its steps, 代录."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, chain, decisions, steps
from .actions import Proposal
from .announcing import DESK
from .forms import PutDownForm
from .lifecycle import ANSWER, READ
from .models import Motion
from .queries import desk
from .steps_motion import STEPS
from .views_desk import SIZE, at_desk
from .views_motion import PROPOSAL
from .words import MOTION_LANES


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/consult/motions/?lane=``."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in MOTION_LANES else "answer"
    _, numbers = desk.counts(actor)
    page = Paginator(desk.lane(desk.motions(actor), MOTION_LANES, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in MOTION_LANES.items()]
    context = {"page": page, "chips": chips, "lane": lane, "may_manage": actor.has(ANSWER)}
    return render(request, "consultations/desk/motions.html", context)


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/motion/<pk>/``."""
    actor = actor_of(request)
    motion: Motion = need(desk.motion(actor, pk))
    offered = steps.offers(actor, motion, STEPS)
    free = [offer.step.slug for offer in offered if offer.denied is None]
    lead = next((slug for slug in free if slug not in ("decline", "hide", "return", "postpone", "revote")), "")
    context = {
        "case": motion, "offers": offered, "lead": lead, "steps": motion.steps.select_related("organisation"),
        "stages": chain.stages(motion), "votes": decisions.votes_of(actor, motion) if motion.decided_on else None,
    }  # fmt: skip
    return render(request, "consultations/desk/motion.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/consult/motion/<pk>/<step>/``."""
    actor = actor_of(request)
    motion = need(desk.motion(actor, pk))
    return steps.page(request, actor, motion, need(STEPS.get(slug)), back=f"{DESK}motion/{pk}/",
                      template="consultations/desk/step.html")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ANSWER)
def put_down(request: HttpRequest) -> HttpResponse:
    """``/workbench/consult/motions/new/``: 代录 (A02)."""
    actor = actor_of(request)
    form = PutDownForm(request.POST or None, offices=desk.places(actor, ANSWER), initial={"audience": "members"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            proposal = Proposal(**{name: said[name] for name in PROPOSAL})
            motion = actions.put_down(
                actor=actor, organisation=form.office(), said=proposal, spoken_for=said["spoken_for"], key=said["key"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已代录，由另一位同志审核和答复。")
            return to(f"{DESK}motion/{motion.pk}/")
    return render(
        request, "consultations/desk/put_down.html", {"form": form}, status=422 if request.method == "POST" else 200
    )
