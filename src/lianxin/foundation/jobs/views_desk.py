"""The queue on the workbench."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lianxin.kernel.decision import require

from . import actions, policies, queries

SHOWN = 100


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """``/workbench/jobs/``: what waits, what runs, what was given up."""
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    context = {
        "overview": queries.overview(),
        "dead": queries.dead()[:SHOWN],
        "retrying": queries.retrying()[:SHOWN],
        "running": queries.running()[:SHOWN],
        "clockworks": queries.clockworks(),
        "may_revive": actor.has("jobs.revive"),
    }
    return render(request, "jobs/board.html", context)


@require_POST
def revive(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a dead job again."""
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    job = queries.job_by_id(pk)
    if job is None:
        raise Http404
    actions.revive(actor=actor, job=job)
    messages.success(request, "已重新排队，稍后刷新可看到结果。")
    return redirect("jobs:board")
