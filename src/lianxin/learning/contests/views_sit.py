"""答题 on a phone: every answer is kept as it comes, with or without JavaScript; the clock is the server's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, policies, pools, queries, sheets
from .marks import words
from .models import Attempt, Round
from .timing import grace
from .views_public import private, refused_page

KEPT = "记下了。"
DONE = "交卷了。本轮结束以后，成绩、答案和解析在这里看，只有您自己看得到。"
#: a long paper of long texts, and no more
MOST_BYTES = 200_000


@require_POST
@signed_in
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/rounds/<pk>/start/``: 开始, or go on with what runs."""
    actor = actor_of(request)
    found: Round = need(queries.round_of(actor, pk))
    try:
        made = actions.start(actor=actor, round_=found, longer=request.POST.get("longer") == "1")
    except Refused as refused:
        return refused_page(request, found.contest, refused)
    return to(made.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/sit/<pk>/``: the paper. POST keeps what was changed, ``go=done`` hands it in."""
    actor = actor_of(request)
    attempt: Attempt = need(queries.own_attempt(actor, pk))
    if request.method != "POST":
        return _page(request, attempt)
    sent = sheets.from_form(attempt.places, request.POST)
    try:
        if request.POST.get("go") == "done":
            late = not policies.may_answer(actor, attempt) and attempt.sent_at is None
            actions.hand_in(actor=actor, attempt=attempt, sent=sent)
            toasts.say(request, f"时间到了，已经按记下的答案交卷。{DONE[4:]}" if late else DONE)
            return to(attempt.round.contest.get_absolute_url())
        actions.keep(actor=actor, attempt=attempt.pk, sent=sent)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        return _page(request, need(queries.own_attempt(actor, pk)), refused.denied)
    toasts.say(request, KEPT)
    return to(attempt.get_absolute_url())


def _page(request: HttpRequest, attempt: Attempt, denied: Denied | None = None) -> HttpResponse:
    """The paper as it is kept; one whose time is up leads to the contest."""
    may = policies.may_answer(actor_of(request), attempt)
    if denied is None and not may:
        return to(attempt.round.contest.get_absolute_url())
    said = attempt.said
    context = {
        "attempt": attempt, "round": attempt.round, "contest": attempt.round.contest, "asked": sheets.asked(attempt.places, said), "denied": denied,
        "left": int(attempt.left().total_seconds()), "grace": int(grace().total_seconds()), "answered": sum(1 for answer in said.values() if answer),
    }  # fmt: skip
    return private(render(request, "contests/sit.html", context, status=422 if denied is not None else 200))


@require_POST
@signed_in
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/sit/<pk>/keep/``: answers as JSON; what the server holds now, or 409 with the reason."""
    actor = actor_of(request)
    attempt: Attempt = need(queries.own_attempt(actor, pk))
    try:
        if len(request.body) > MOST_BYTES:
            raise ValueError("too long")
        sent = sheets.from_json(attempt.places, request.body)
    except (ValueError, RecursionError):
        return JsonResponse({"code": "unreadable", "words": "看不懂送来的答案。"}, status=400)
    try:
        kept = actions.keep(actor=actor, attempt=pk, sent=sent)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        said = " ".join(part for part in (refused.denied.reason, refused.denied.remedy) if part)
        return JsonResponse({"code": refused.denied.code, "words": said}, status=409)
    return JsonResponse({"kept": kept.places, "left": kept.left, "count": kept.count})


@require_safe
@signed_in
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/result/<pk>/``: one's own result with answers, explanations and sources, once the round is over."""
    return result_page(request, _seen(request, pk))


def _seen(request: HttpRequest, pk: int) -> Attempt:
    actor = actor_of(request)
    attempt: Attempt = need(queries.own_attempt(actor, pk))
    if not policies.sees_result(actor, attempt):
        need(None)
    return attempt


def result_page(request: HttpRequest, attempt: Attempt, wrong: Denied | None = None) -> HttpResponse:
    """The result; wrong: why an objection was not taken."""
    actor, shown, places = actor_of(request), attempt.marked, attempt.places
    assert shown is not None  # asked by `sees_result`
    hidden = policies.guarded(place.version for place in places)
    said = {row.pooled.version_id: row for row in queries.own_objections(actor, attempt.round)}
    rows = sheets.told(places, attempt.said, shown, attempt.round.points, hidden)
    context = {
        "attempt": attempt, "round": attempt.round, "contest": attempt.round.contest, "rows": [(row, said.get(row.version)) for row in rows],
        "cents": words(shown.cents), "full": words(shown.full), "may_object": bool(policies.may_object(actor, attempt)), "wrong": wrong,
        "same": pools.drawn_again(attempt), "struck": any(row.struck for row in rows), "typed": request.POST.get("text", ""),
        "typed_at": request.POST.get("version", ""),
    }  # fmt: skip
    return private(render(request, "contests/result.html", context, status=422 if wrong else 200))


@require_POST
@signed_in
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """``/contests/result/<pk>/object/``: 题目有误."""
    attempt = _seen(request, pk)
    word = request.POST.get("version", "")
    version = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else 0
    try:
        actions.object_to(actor=actor_of(request), attempt=attempt, version=version, text=request.POST.get("text", ""))
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        return result_page(request, attempt, refused.denied)
    toasts.say(request, "已经送到，由另一位同志认定，答复会通知您。")
    return to(f"/contests/result/{pk}/")
