"""帮扶 under 我的: those whom I help, and the help that I get."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from . import policies, queries
from .announcing import MINE
from .models import Help
from .steps import STEPS, handle, offered
from .words import TONES

SHOWN = 100


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/helping/``."""
    actor = actor_of(request)
    context = {"helping": queries.helped_by(actor)[:SHOWN], "helped": queries.for_me(actor)[:SHOWN], "tones": TONES}
    return render(request, "helping/mine/list.html", context)


def _own(request: HttpRequest, pk: int) -> Help:
    """A help in which the reader has a part as a person; those who organise have their desk."""
    actor = actor_of(request)
    case: Help = need(queries.one(actor, pk))
    if not (policies.helps(actor, case) or policies.is_helped(actor, case)):
        raise Refused(OUT_OF_SCOPE)
    return case


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/helping/<pk>/``."""
    actor, case = actor_of(request), _own(request, pk)
    steps = [step for step in offered(actor, case) if step.slug not in ("assign", "reassign", "stop")]
    if policies.helps(actor, case):
        steps = [step for step in steps if step.slug != "revoke"]
    context = {"case": case, "deeds": case.deeds.select_related("by"), "offered": steps, "tone": TONES[case.state],
               "helper": policies.helps(actor, case), "lead": steps[0].slug if steps else ""}  # fmt: skip
    return render(request, "helping/mine/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/me/helping/<pk>/<step>/``."""
    actor, case = actor_of(request), _own(request, pk)
    wanted = need(STEPS.get(slug))
    # after a withdrawal there is nothing left to go back to
    back = MINE if slug == "revoke" else f"{MINE}{pk}/"
    return handle(request, actor, case, wanted, back=back, template="helping/mine/step.html")
