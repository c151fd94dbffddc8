"""What is to be read of polls: lists, one declaration, the roll, the announced result. Nothing here knows a partial one (V02)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied
from lianxin.membership.dossiers.models import Member
from lianxin.membership.papers import DOCX, to_docx

from . import papers, policies, queries, results
from .actions.casting import read
from .models import NamedBallot, Objection, Poll, Roll
from .words import TONES

SIZE = 20
LANES = {"going": "正在进行、将要开始", "closed": "已截止，等着公布", "shown": "已公布的结果"}


def for_one(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache keeps a page of a poll: who reads it decides what it shows."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return run


@require_safe
@for_one
def polls(request: HttpRequest) -> HttpResponse:
    """``/polls/?lane=``: what this reader may see."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in LANES else "going"
    page = Paginator(queries.listing(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(words, f"?lane={slug}", slug == lane, None) for slug, words in LANES.items()]
    context = {
        "page": page,
        "rows": with_phase(page.object_list),
        "chips": chips,
        "lane": lane,
        "signed": actor.person_id,
    }
    return render(request, "polls/public/list.html", context)


def with_phase(rows: Any) -> list[tuple[Poll, str]]:
    """(poll, tone of its state)."""
    now = moment.now()
    return [(row, TONES[row.phase(now)]) for row in rows]


@require_safe
@for_one
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """``/polls/<pk>/``: the whole declaration, whether the reader is on the roll, and what they may do now."""
    actor = actor_of(request)
    found: Poll = need(queries.one(actor, pk))
    return render(request, "polls/public/one.html", page_of(actor, found))


def page_of(actor: Actor, found: Poll) -> dict[str, Any]:
    """What the page of a poll shows."""
    entry, phase = policies.entry_of(actor, found), found.phase()
    may = policies.may_cast(actor, found, entry)
    mine = policies.own_answers(actor, found) if entry is not None else None
    return {
        "poll": found, "phase": phase, "tone": TONES[phase], "entry": entry, "may": may, "denied": may if isinstance(may, Denied) else None,
        "declared": declared(found), "steps": found.steps.exclude(public_label="").order_by("at", "pk"),
        "sees_result": policies.sees_result(actor, found), "signed": actor.person_id is not None,
        "mine": answers(found, mine) if mine is not None else [], "sees_roll": policies.sees_roll(actor, found) and found.on_roll,
        "wrong": None, "objection": Objection.objects.filter(poll=found, person_id=actor.person_id).first() if actor.person_id else None,
    }  # fmt: skip


def declared(found: Poll) -> list[tuple[str, str]]:
    """What was fixed beforehand, in words."""
    rows = [
        (
            "怎么投",
            "不记名，投一次，投了不能改"
            if found.nameless
            else "记名，" + ("截止前可以改" if found.may_change else "投了不能改"),
        )
    ]
    size = f"，名册 {found.roll_size} 人" if found.on_roll else "，一个号码投一次，不设名册"
    rows.append(("谁投", found.who + size))
    rows.append(("结果给谁看", papers.audience_words(found)))
    rows.append(("最迟公布", f"{found.result_on.year}年{found.result_on.month}月{found.result_on.day}日"))
    if not found.nameless:
        rows.append(("名字给谁看", f"{found.get_names_to_display()}，截止以后"))
    if found.least:
        rows.append(("少于几票不公布", f"{found.least} 票"))
    if found.quorum:
        rows.append(("参与率", f"达到名册的 {found.quorum}% 才作数，达不到只作参考"))
    if found.keeper is not None and found.deputy is not None:
        rows.append(("责任人", f"{found.keeper.nickname}、{found.deputy.nickname}"))
    rows.append(("提醒", f"没投的人每 {found.remind_every} 天提醒一次，投了就停" if found.remind_every else "不提醒"))
    return rows


def answers(found: Poll, ballot: NamedBallot) -> list[tuple[str, str]]:
    """(item, what was chosen) of a ballot with a name."""
    said = read(str(ballot.answers))
    rows = [
        (item, "、".join(found.options[at] for at in picks) or "没有选")
        for item, picks in zip(found.items, said.choices, strict=True)
    ]
    rows += [("另写", "、".join(said.written))] if said.written else []
    return rows + ([("一句话", said.said)] if said.said else [])


@require_safe
@signed_in
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """``/polls/<pk>/roll/``: who may vote, by names, for those on it. Never who has or has not (B02)."""
    actor = actor_of(request)
    found = queries.one(actor, pk)
    need(found if found is not None and found.on_roll and policies.sees_roll(actor, found) else None)
    return render(request, "polls/public/roll.html", roll_context(need(found), request.GET.get("page")))


def roll_context(found: Poll, number: str | None) -> dict[str, Any]:
    """A page of the roll in the order of the tree and of names."""
    people = Roll.objects.filter(poll=found).values("person_id")
    rows = (
        Member.objects.unscoped("names of a roll for those on it")
        .filter(person_id__in=people)
        .select_related("organisation")
    )
    return {"poll": found, "page": Paginator(rows.order_by("organisation__path", "name", "pk"), 100).get_page(number)}


@require_safe
@for_one
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """``/polls/<pk>/result/``: chart and table, with n and the name of the denominator."""
    found, shown = _announced(request, pk)
    context = {**result_context(found, shown), "poll": found, "named": named(actor_of(request), found)}
    return render(request, "polls/public/result.html", context)


def result_context(found: Poll, shown: results.Result) -> dict[str, Any]:
    """Charts of each item (few) or one table (many)."""
    charts = [
        (item, list(zip(found.options, map(float, row), strict=True)))
        for item, row in zip(found.items, shown.counts, strict=False)
    ]
    table = [
        (item, [(n, shown.paper_counts[at][place] if shown.paper_counts else None) for place, n in enumerate(shown.counts[at])])
        for at, item in enumerate(found.items) if shown.counts
    ]  # fmt: skip
    return {
        "result": shown, "charts": charts[:8], "table": table, "taking_part": papers.taking_part(found, shown),
        "withheld": papers.withheld_words(found), "others": sum(n for _, n in shown.names),
    }  # fmt: skip


def named(actor: Actor, found: Poll) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who took part in a poll with names and what they said, for whom it was declared; by names, not by time."""
    if not policies.sees_names(actor, found):
        return []
    rows = NamedBallot.objects.filter(poll=found).select_related("person")
    return sorted(
        ((row.person.name or row.person.nickname, answers(found, row)) for row in rows), key=lambda pair: pair[0]
    )


@require_safe
@for_one
def result_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The result sheet."""
    found, shown = _announced(request, pk)
    return as_docx(to_docx(papers.result_sheet(found, shown)), f"{found.number} 结果.docx")


def as_docx(data: bytes, name: str) -> HttpResponse:
    """A Word file for download."""
    response = HttpResponse(data, content_type=DOCX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_safe
@for_one
def result_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The same numbers as a table."""
    found, shown = _announced(request, pk)
    response = HttpResponse(papers.result_csv(found, shown), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.number}.csv"'
    return response


def _announced(request: HttpRequest, pk: int) -> tuple[Poll, results.Result]:
    """The poll with its announced result, or 404."""
    actor = actor_of(request)
    found = queries.one(actor, pk)
    shown = results.of(found) if found is not None and policies.sees_result(actor, found) else None
    return need(found), need(shown)
