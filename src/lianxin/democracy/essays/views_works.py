"""Works at the desk: what waits, one of them with what its judges said, each decision on a page of its own."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import Button, buttons, may
from lianxin.kernel.actor import Actor

from . import actions, columns, policies
from .announcing import DESK
from .forms import WorkForm
from .lifecycle import MANAGE, RELEASE, WORK
from .models import Call, Work
from .queries import desk
from .views_desk import SIZE, at_desk, call_of, quiet
from .words import LEVELS, REASONS, WORK_LANES, WORK_TONES

#: word in the address -> (event of the table, what was done); ``look`` decides an appeal either way
ACTS = {
    "decide": ("decide", "结果已定，公布时告诉作者。"), "send_back": ("send_back", "已退改，作者会收到通知。"),
    "accept": ("accept", "已用稿，作者会收到用稿通知。"), "refuse": ("refuse", "已决定不采用，作者会收到理由。"),
    "look": ("uphold", "复核决定已告诉作者。"), "hand": ("hand", "已转门户，作为草稿等编审。"), "hide": ("hide", "已撤下。"),
}  # fmt: skip


@require_safe
@at_desk(MANAGE, RELEASE)
def all_works(request: HttpRequest) -> HttpResponse:
    """``/workbench/essays/works/?lane=``: texts of every 征稿 in the scope."""
    actor = actor_of(request)
    return _list(request, actor, desk.works(actor).filter(call__kind="standing"), None)


@require_safe
@at_desk(MANAGE, RELEASE)
def of_call(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/essays/<pk>/works/?lane=``: those of one call, for a theme with how many opinions are in."""
    actor = actor_of(request)
    call = call_of(actor, pk)
    return _list(request, actor, desk.of_call(actor, call), call)


def _list(request: HttpRequest, actor: Actor, rows: QuerySet[Work], call: Call | None) -> HttpResponse:
    numbers, asked = desk.work_counts(rows), request.GET.get("lane", "")
    lane = asked if asked in WORK_LANES else next((slug for slug in WORK_LANES if numbers[slug]), "waiting")
    page = Paginator(desk.work_lane(rows, lane), SIZE).get_page(request.GET.get("page"))
    shown = [slug for slug in WORK_LANES if call is None or not call.is_theme or slug in ("waiting", "over")]
    chips = [(WORK_LANES[slug][0], f"?lane={slug}", slug == lane, numbers[slug]) for slug in shown]
    sees = call is None or policies.sees_authors(actor, call)
    context = {
        "page": page, "rows": [(one, WORK_TONES[one.state]) for one in page], "chips": chips, "call": call, "sees": sees,
        "judged": call is not None and call.is_theme,
    }  # fmt: skip
    return render(request, "essays/desk/works.html", context)


def _work(actor: Actor, pk: int) -> Work:
    found: Work = need(desk.works(actor).filter(pk=pk).first())
    return found


@require_safe
@at_desk(MANAGE, RELEASE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/essays/works/<pk>/``: the text, what the judges said, what can be done."""
    actor = actor_of(request)
    work = _work(actor, pk)
    counts = desk.may_count(actor, work)
    context = {
        "work": work, "call": work.call, "tone": WORK_TONES[work.state], "sees": policies.sees_authors(actor, work.call),
        "opinions": _opinions(work) if work.call.is_theme and counts else [], "counts": counts, "acts": _acts(actor, work),
        "reason": REASONS.get(work.reason, ""), "desk_url": columns.desk(work.page),
        "url": columns.shown([work.page]).get(work.page or 0, ""),
        "steps": [{"title": s.label, "when": s.at, "text": s.public_note or s.note, "done": True} for s in work.steps.all()],
    }  # fmt: skip
    return render(request, "essays/desk/work.html", context)


def _opinions(work: Work) -> list[dict[str, Any]]:
    return [
        {"name": j.judge.person.nickname, "when": j.handed_at, "overall": j.overall,
         "lines": [(name, LEVELS.get(j.levels.get(str(n), ""), ""), j.said.get(str(n), ""))
                   for n, name in enumerate(work.call.criteria)]}
        for j in desk.opinions(work)
    ]  # fmt: skip


def _acts(actor: Actor, work: Work) -> list[tuple[str, Button]]:
    """What the table offers, by its word in the address; what belongs to the other kind of call is left out."""
    words = {event: word for word, (event, _) in ACTS.items()}
    return [
        (words[b.event], b) for b in buttons(actor, work)
        if b.event in words and not quiet(b)
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE, RELEASE)
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/essays/works/<pk>/<event>/``."""
    actor = actor_of(request)
    work = _work(actor, pk)
    row, done = need(ACTS.get(event))
    offered = columns.offered(actor) if event == "hand" else []
    start: dict[str, Any] = {}
    if event == "decide" and work.chosen is not None:
        start = {"award": _award(work), "text": work.reason_text}
    context = {
        "work": work, "call": work.call, "event": event, "label": _label(event, work, row), "empty": event == "hand" and not offered,
    }  # fmt: skip
    return step_page(
        request, lambda data: WorkForm(data, step=event, work=work, columns=offered, initial=start),
        lambda said: _take(actor, work, event, said), may(actor, work, row), revision=work.revision, done=done,
        back=f"{DESK}works/{pk}/", template="essays/desk/work_act.html", context=context,
    )  # fmt: skip


def _award(work: Work) -> str:
    if not work.chosen:
        return "no"
    return "show" if work.rank is None else str(work.rank)


def _label(event: str, work: Work, row: str) -> str:
    if event == "look":
        return "申诉复核"
    if event == "refuse":
        return "不进入评审" if work.call.is_theme else "不采用"
    return WORK.by_event[row][0].label


def _take(actor: Actor, work: Work, event: str, said: dict[str, Any]) -> object:
    shared: dict[str, Any] = {"actor": actor, "work": work, "revision": said["revision"]}
    if event == "decide":
        award = said["award"]
        rank = int(award) if award.isdecimal() else None
        return actions.decide(**shared, chosen=award != "no", rank=rank, text=said["text"])
    if event == "look":
        return actions.decide_appeal(**shared, overturn=said["overturn"] == "yes", text=said["text"])
    if event == "hand":
        return actions.hand(**shared, column=said["column"])
    if event in ("refuse", "hide"):
        run: Any = getattr(actions, event)
        return run(**shared, reason=said["reason"], text=said["text"])
    plain: Any = getattr(actions, event)
    return plain(**shared, text=said["text"])
