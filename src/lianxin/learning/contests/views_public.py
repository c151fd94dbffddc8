"""What is to be read of contests: lists, one contest with its rounds, who passed. Nothing here knows an answer."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in, to
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.learning.questions.words import MARKING
from lianxin.ui import toasts

from . import actions, policies, pools, queries
from .marks import words
from .models import Attempt, Contest, Round
from .words import TONES

SIZE = 20
LANES = {"going": "正在进行、将要开始", "over": "已经结束"}


def private(response: HttpResponse) -> HttpResponse:
    """No cache keeps a page of a contest: who reads it decides what it shows."""
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    """``/contests/?lane=``: what this reader may see."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in LANES else "going"
    page = Paginator(queries.listing(actor, lane), SIZE).get_page(request.GET.get("page"))
    now = moment.now()
    chips = [(word, f"?lane={slug}", slug == lane, None) for slug, word in LANES.items()]
    rows = [(row, TONES[row.phase(now)]) for row in page]
    context = {"page": page, "rows": rows, "chips": chips, "lane": lane, "signed": actor.person_id}
    return private(render(request, "contests/list.html", context))


@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/<pk>/``: the rounds, what the reader may do now, their own results."""
    actor = actor_of(request)
    found: Contest = need(queries.one(actor, pk))
    return private(render(request, "contests/one.html", page_of(actor, found)))


def page_of(actor: Actor, found: Contest) -> dict[str, Any]:
    """What the page of a contest shows."""
    mine = queries.own_attempts(actor, found) if actor.person_id is not None else []
    rounds = list(found.rounds.order_by("number"))
    for row in rounds:
        row.contest = found
    phase = found.phase()
    return {
        "contest": found, "phase": phase, "tone": TONES[phase], "rounds": [_round(actor, row, mine) for row in rounds], "marking": MARKING,
        "signed": actor.person_id is not None, "entry": mine[0].entry if mine else None, "took": phase in ("closed", "finished") and queries.participation(found),
        "passed": any(attempt.passed and attempt.round.over() for attempt in mine), "steps": found.steps.exclude(public_label="").order_by("at", "pk"),
    }  # fmt: skip


def _round(actor: Actor, found: Round, mine: list[Attempt]) -> dict[str, Any]:
    """One round: what it asks, the reader's papers, whether one may begin."""
    taken = [attempt for attempt in mine if attempt.round_id == found.pk]
    running = next((attempt for attempt in taken if not attempt.over() and attempt.left()), None)
    may = policies.may_start(actor, found, mine)
    return {
        "round": found, "running": running, "may": bool(may), "denied": may if isinstance(may, Denied) else None, "phase": found.phase(),
        "left": max(0, found.attempts - len(taken)), "papers": [_paper(attempt, found) for attempt in taken if attempt is not running],
        "over": found.over(),
    }  # fmt: skip


def _paper(attempt: Attempt, found: Round) -> dict[str, Any]:
    """A paper in the list: its marks only when they may be seen."""
    shown = attempt.marked if found.over() and found.contest.state != "cancelled" else None
    return {
        "attempt": attempt,
        "cents": words(shown.cents) if shown else "",
        "full": words(shown.full) if shown else "",
    }


@require_safe
def passed(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/<pk>/passed/``: names of those who passed and want to stand there."""
    found: Contest = need(queries.one(actor_of(request), pk))
    if not found.list_passed:
        need(None)
    rounds = [row for row in found.rounds.select_related("contest").order_by("number") if row.marked_at is not None]
    context = {"contest": found, "rounds": [(row, queries.passed(row)) for row in rounds]}
    return private(render(request, "contests/passed.html", context))


@require_safe
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/rounds/<pk>/draw.json``: seed and pool of a round that is over, to draw every paper again."""
    found: Round = need(queries.round_of(actor_of(request), pk))
    if not found.over():
        need(None)
    rows = found.pool.order_by("version_id").values_list("version_id", "struck_at")
    struck = {version: at.isoformat() for version, at in rows if at is not None}
    pool = [[c.version, c.kind, c.options, c.blanks, c.keep_order] for c in pools.candidates(found)]
    told = {
        "commitment": found.commitment,
        "seed": str(found.seed),
        "counts": found.counts,
        "pool": pool,
        "struck": struck,
    }
    return private(JsonResponse(told))


@require_POST
@signed_in
def name_me(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/<pk>/named/``: 愿意列名, or no longer."""
    actor = actor_of(request)
    found: Contest = need(queries.one(actor, pk))
    named = request.POST.get("named") == "1"
    actions.name_me(actor=actor, contest=found, named=named)
    toasts.say(request, "合格的话，您的姓名会列在名单里，随时可以撤回。" if named else "您的姓名不列在名单里。")
    return to(found.get_absolute_url())


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/contests/``: contests in which I took part, with the way to my results."""
    page = Paginator(queries.own_entries(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    now = moment.now()
    rows = [(entry, TONES[entry.contest.phase(now)]) for entry in page]
    return render(request, "contests/mine.html", {"page": page, "rows": rows})


def refused_page(request: HttpRequest, found: Contest, refused: Refused) -> HttpResponse:
    """The page of a contest with the reason why something was not done."""
    if refused.denied.code == "out_of_scope":
        raise refused
    context = {**page_of(actor_of(request), found), "denied": refused.denied}
    return private(render(request, "contests/one.html", context, status=422))
