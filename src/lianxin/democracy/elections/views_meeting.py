"""The tables of a meeting: sign-in, slips, a ballot on trial, counted paper."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, door, need, no_duty, number_of, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, opinions, policies, queries, results, texts
from .announcing import DESK
from .forms import OpinionForm
from .lifecycle import READ, RUN
from .models import Election, Round
from .views_desk import context_of
from .words import WRITTEN

at_desk = door(no_duty("办选举的同志"))
#: bytes of what a browser hands in: a list of credentials, a ballot on trial
MOST = 2_000_000
#: lines of the roll on a page
ROLL_SIZE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/roll/``: the roll; during the meeting the place to sign in."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    wrong: Denied | None = None
    if request.method == "POST":
        voter = need(case.voters.filter(pk=number_of(request.POST.get("voter")) or 0).first())
        go = request.POST.get("go", "")
        try:
            if go in ("excuse", "count"):
                actions.excuse(actor=actor, voter=voter, excused=go == "excuse")
            else:
                actions.check_in(actor=actor, voter=voter, here=go in ("here", "paper"), paper=go == "paper")
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            wrong = refused.denied
        else:
            return to(f"{request.get_full_path()}#v{voter.pk}")
    words, asked = request.GET.get("q", "")[:40], request.GET.get("shown", "")
    shown = asked if asked in queries.SHOWN else "all"
    page = Paginator(queries.on_the_roll(case, words, shown), ROLL_SIZE).get_page(request.GET.get("page"))
    context = {
        **context_of(case), "page": page, "wrong": wrong, "runs": actor.may(RUN, case.org_path), "q": words, "shown": shown,
        "signing": case.state == "meeting", "chips": _chips(words, shown),
    }  # fmt: skip
    return render(request, "elections/desk/roll.html", context, status=409 if wrong else 200)


def _chips(words: str, shown: str) -> list[tuple[str, str, bool]]:
    """Which of the roll, with what is looked for kept."""
    return [
        (word, f"?{urlencode({'q': words, 'shown': slug} if words else {'shown': slug})}", slug == shown)
        for slug, (word, _) in queries.SHOWN.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(RUN)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/opinions/``: 书面意见 of those who cannot come, entered before the meeting (DEV-15)."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    need(case if case.kind in WRITTEN else None)
    form, wrong = OpinionForm(request.POST or None, case=case), None
    try:
        if request.method == "POST" and "drop" in request.POST:
            voter = need(case.voters.filter(pk=number_of(request.POST["drop"]) or 0).first())
            actions.drop_opinion(actor=actor, voter=voter)
            return _taken(request, "已撤掉。")
        if request.method == "POST" and form.is_valid():
            voter, marks = form.said()
            actions.take_opinion(actor=actor, voter=voter, marks=marks)
            return _taken(request, f"已登记{voter.name}的书面意见。")
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        wrong = refused.denied
    context = {
        "case": case, "form": form, "wrong": wrong, "open": case.state == "announced", "letters": opinions.counting_now(case),
    }  # fmt: skip
    return render(request, "elections/desk/opinions.html", context, status=422 if request.method == "POST" else 200)


def _taken(request: HttpRequest, words: str) -> HttpResponse:
    toasts.say(request, words)
    return to(request.path)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(RUN)
def slips(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/slips/``: the browser makes and prints the slips; their public halves come back as JSON."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    if request.method == "POST":
        said = _json(request)
        publics = said.get("publics")
        try:
            if not isinstance(publics, list) or not all(isinstance(one, str) for one in publics):
                raise Refused(Denied("凭证清单读不懂，没有收下。", code="malformed"))
            actions.hand_out(actor=actor, election=case, publics=publics, revision=number_of(said.get("revision")) or 0)
        except Refused as refused:
            return _refused(refused)
        return JsonResponse({"slips": len(publics)})
    row = policies.round_of(case)
    context = {**context_of(case), "group": texts.group_of(case).name, "booth": _booth(request, row)}
    return render(request, "elections/desk/slips.html", context)


@require_http_methods(["POST"])
@at_desk(RUN)
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/trial/``: 试投, a ballot that is looked at and thrown away."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    try:
        actions.try_out(actor=actor, row=policies.round_of(case), text=_text(request))
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"tested": True})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/paper/``: one of two people enters what they counted."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    row, wrong = policies.round_of(case), None
    if request.method == "POST":
        try:
            agreed = actions.count_paper(actor=actor, row=row, numbers=_numbers(request, row))
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            wrong = refused.denied
        else:
            toasts.say(
                request, "两个人数的一样，纸质票登记好了。" if agreed else "已登记，请另一位同志也数一遍、登记一遍。"
            )
            return to(f"{DESK}{pk}/")
    names = dict(case.voters.values_list("number", "name"))
    context = {
        **context_of(case), "lines": _lines(request, row), "wrong": wrong, "typed": request.POST,
        "nameable": [(n, names[n]) for n in sorted(results.nameable(row))] if row.sheet(frozenset()).others else [],
        "counted": row.papers.filter(person_id=actor.person_id or 0).exists(),
    }  # fmt: skip
    return render(request, "elections/desk/paper.html", context, status=422 if wrong else 200)


def _lines(request: HttpRequest, row: Round) -> list[dict[str, Any]]:
    return [
        {"at": at, "name": one["name"], "typed": [request.POST.get(f"c{at}_{part}", "") for part in range(3)]}
        for at, one in enumerate(row.names)
    ]


def _numbers(request: HttpRequest, row: Round) -> dict[str, Any]:
    """What was typed, in the one form in which two people's numbers are compared."""

    def number(name: str) -> int:
        typed = request.POST.get(name, "").strip()
        found = number_of(typed or "0")
        if found is None:
            raise Refused(Denied("请填数字。", code="paper", field=name))
        return found

    lines = [[number(f"c{at}_{part}") for part in range(3)] for at in range(len(row.names))]
    roll_numbers = [number(f"w{at}") for at in range(len(request.POST.getlist("row")))]
    votes = [number(f"v{at}") for at in range(len(roll_numbers))]
    named = sorted([n, v] for n, v in zip(roll_numbers, votes, strict=True) if n and v)
    return {"ballots": number("ballots"), "void": number("void"), "lines": lines, "named": named}


def _booth(request: HttpRequest, row: Round) -> str:
    return request.build_absolute_uri(f"/elections/{row.uuid}/booth/")


def _text(request: HttpRequest) -> str:
    """The body of a request as text. Raises `Refused` for one that is none."""
    if int(request.headers.get("Content-Length") or 0) > MOST:
        raise Refused(Denied("交来的内容太大，没有收下。", code="malformed"))
    try:
        return request.body.decode()
    except UnicodeDecodeError as wrong:
        raise Refused(Denied("交来的内容读不懂，没有收下。", code="malformed")) from wrong


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(_text(request))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _refused(refused: Refused, status: int = 409) -> JsonResponse:
    """What a script shows: the words, and what to do."""
    denied = refused.denied
    if denied.code in ("out_of_scope", "no_right"):
        raise refused
    return JsonResponse({"wrong": denied.reason, "remedy": denied.remedy, "code": denied.code}, status=status)
