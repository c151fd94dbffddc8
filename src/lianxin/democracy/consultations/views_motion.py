"""One motion for its readers: proposing, seconding, what its author does."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, number_of, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.ui import toasts

from . import actions, chain, decisions, policies, talk
from .actions import Proposal
from .announcing import MINE
from .forms import ProposeForm
from .lifecycle import MOTION_SHOWN
from .models import Motion, Second
from .queries import reading
from .views_public import private

PROPOSAL = ("title", "why", "wish", "audience", "front_name")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """``/consult/motion/new/?org=``: 提出议题."""
    actor = actor_of(request)
    offices = [terms.organisation for terms in reading.open_places(actor)]
    wanted = number_of(request.GET.get("org"))
    start: dict[str, Any] = {"audience": "members" if dossiers.is_member(actor.person_id) else "public"}
    start |= {"front_name": actor.name, "organisation": str(wanted or "")}
    form = ProposeForm(request.POST or None, offices=offices, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            proposal = Proposal(**{name: said[name] for name in PROPOSAL})
            motion = actions.propose(actor=actor, organisation=form.office(), said=proposal, key=said["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "议题已收到，审核后公开附议；进展会通知您。")
            return to(motion.get_absolute_url())
    status = 422 if request.method == "POST" else 200
    return render(request, "consultations/public/propose.html", {"form": form, "offices": offices}, status=status)


def _motion(actor: Actor, pk: int) -> Motion:
    found = reading.motion(actor, pk)
    if found is None:
        raise Http404("没有找到这个议题。")
    return found


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/consult/motion/<pk>/``: the whole way on one page."""
    actor = actor_of(request)
    return private(request, _page(request, actor, _motion(actor, pk)))


def _page(
    request: HttpRequest, actor: Actor, motion: Motion, *, refused: Denied | None = None, typed: str = ""
) -> HttpResponse:
    own = policies.is_author(actor, motion)
    mine = Second.objects.filter(motion=motion, person_id=actor.person_id or 0).exists()
    second = policies.may_second(actor, motion)
    context = {
        "case": motion, "own": own, "seconded": mine, "second": second, "steps": chain.of_motion(motion),
        "stages": chain.stages(motion), "votes": decisions.votes_of(actor, motion) if motion.published_at else None,
        "words": own or motion.state in MOTION_SHOWN, "may_appeal": own and bool(may(actor, motion, "appeal")),
        "may_withdraw": own and bool(may(actor, motion, "withdraw")), "refused": refused, "typed": typed,
        "answered": own or motion.state in MOTION_SHOWN or motion.state in ("declined", "appealed", "upheld"),
        **(talk.at_motion(request, motion) if motion.state in MOTION_SHOWN else {}),
    }  # fmt: skip
    return render(request, "consultations/public/motion.html", context, status=422 if refused else 200)


@require_POST
@signed_in
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """附议, or take it back (``undo=1``)."""
    actor = actor_of(request)
    motion = _motion(actor, pk)
    undo = request.POST.get("undo") == "1"
    try:
        actions.unsecond(actor=actor, motion=motion) if undo else actions.second(actor=actor, motion=motion)
    except Refused as refused:
        denied = refused.denied
        toasts.say(request, f"{denied.reason}{denied.remedy}", tone="wait")
    else:
        toasts.say(request, "附议已收回。" if undo else "已附议，可以随时收回，直到有了答复。")
    return to(f"/consult/motion/{pk}/")


@require_POST
@signed_in
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """申诉一次 (M02)."""
    actor = actor_of(request)
    motion, text = _motion(actor, pk), request.POST.get("text", "").replace("\x00", "")
    try:
        actions.appeal(actor=actor, motion=motion, text=text)
    except Refused as refused:
        return private(request, _page(request, actor, motion, refused=refused.denied, typed=text))
    toasts.say(request, "申诉已收到，由另一位同志复核。")
    return to(f"/consult/motion/{pk}/")


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回 by the author."""
    actor = actor_of(request)
    try:
        actions.withdraw(actor=actor, motion=_motion(actor, pk))
    except Refused as refused:
        toasts.say(request, refused.denied.reason, tone="wait")
        return to(f"/consult/motion/{pk}/")
    toasts.say(request, "议题已撤回。")
    return to(MINE)
