"""The list of letters at the desk: queues, filters, search, saved views, export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor

from . import badges, desk_rows
from .actions.exporting import export
from .forms_desk.filters import MORE_QUEUES, FilterForm, kept_query, queue_of, wanted_of
from .queries import desk, worklist
from .queries.worklist import Counts, Wanted
from .views_desk_base import actor_of, at_desk, number_of, saved_views
from .words import KINDS

SIZE = 20
#: how far a list is leafed through; whoever needs more uses search or the export
LAST_PAGE = 250


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where in the list one is; total is None where counting would cost more than the list."""

    number: int
    last: int
    total: int | None


@require_safe
@at_desk("letters.read")
def letter_list(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/``: at most six statements for a page of twenty."""
    actor, now = actor_of(request), timezone.now()
    text = request.GET.get("q", "").strip()[:100]
    page = min(max(number_of(request.GET.get("page")) or 1, 1), LAST_PAGE)
    if text:
        counts, queue = Counts(), "all"
        letters, leaf = _found(actor, text, page)
    else:
        counts = worklist.counts(actor, now)
        queue = queue_of(actor, request.GET, _first_queue(actor, counts))
        letters, leaf = _page(actor, queue, wanted_of(request.GET), counts, page, now)
    bulk = _bulk(actor, queue)
    context = {
        "rows": desk_rows.lines(letters, now, ticks=bulk is not None), "leaf": leaf, "q": text, "queue": queue, "now": now,
        "chips": [] if text else _chips(request, actor, counts, queue),
        "quick": _quick(request), "panel": FilterForm(request.GET, actor=actor) if "panel" in request.GET else None,
        "saved": saved_views(actor.person_id), "kept": kept_query(request.GET), "bulk": bulk,
        "empty": _empty(queue, text, bool(request.GET.keys() - {"queue"})),
    }  # fmt: skip
    with badges.known(actor, counts if not text else None):
        return render(request, "letters/desk/list.html", context)


@require_safe
@at_desk("letters.read")
def letter_csv(request: HttpRequest) -> HttpResponse:
    """The list as it stands, as a file; an audit line says who took how much."""
    actor, now = actor_of(request), timezone.now()
    queue = queue_of(actor, request.GET, "all")
    rows = rows_in(actor, queue, wanted_of(request.GET), now)
    content = export(actor=actor, letters=rows, query=kept_query(request.GET))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="letters-{timezone.localdate():%Y%m%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def rows_in(actor: Actor, queue: str, wanted: Wanted, now: datetime) -> Any:
    """The letters of one queue, narrowed by the filters."""
    if queue == "words":
        return worklist.narrowed(actor, worklist.words_to_review(actor), wanted, now)
    if queue == "publication":
        return worklist.narrowed(actor, worklist.appeals_for_publication(actor), wanted, now)
    return worklist.listing(actor, queue, wanted, now)


def _page(
    actor: Actor, queue: str, wanted: Wanted, counts: Counts, page: int, now: datetime
) -> tuple[list[dict[str, Any]], Any]:
    """One row more than shown tells whether another page follows; unfiltered piles are counted already."""
    start = (page - 1) * SIZE
    letters = list(desk_rows.values(rows_in(actor, queue, wanted, now))[start : start + SIZE + 1])
    total = None if wanted.narrows else counts.of(queue)
    if total is not None:
        return letters[:SIZE], Leaf(page, max(1, -(-total // SIZE)), total)
    last = page + 1 if len(letters) > SIZE and page < LAST_PAGE else page
    return letters[:SIZE], Leaf(page, last, start + len(letters) if last == page else None)


def _found(actor: Actor, text: str, page: int) -> tuple[list[dict[str, Any]], Any]:
    """Letters that hold the words, in the order of the search."""
    hits = find(
        text,
        kinds=["letter"],
        audience="staff",
        paths=actor.paths_for("letters.read"),
        limit=SIZE,
        offset=(page - 1) * SIZE,
    )
    by_id = {x["pk"]: x for x in desk_rows.values(desk.in_scope(actor).filter(pk__in=hits.ids))}
    return [by_id[pk] for pk in hits.ids if pk in by_id], hits


def _first_queue(actor: Actor, counts: Counts) -> str:
    """The first pile that is not empty; else the first that the actor works on."""
    for name, (count, _) in counts.by_queue.items():
        if count and name != "waiting":
            return name
    return next(iter(counts.by_queue), "all")


def _chips(request: HttpRequest, actor: Actor, counts: Counts, queue: str) -> list[tuple[str, str, bool, int | None]]:
    lines = [(name, label, counts.of(name)) for name, (label, _, verb) in desk.QUEUES.items() if actor.has(verb)]
    lines += [(name, label, None) for name, (label, verb) in MORE_QUEUES.items() if actor.has(verb)]
    return [(label, f"?queue={name}", name == queue, count) for name, label, count in lines]


def _quick(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Filters that are switched by one tap; the same tap takes them off."""
    found = []
    for name, label in (("overdue", "已逾期"), ("mine", "我承办的")):
        query = {k: v for k, v in request.GET.items() if k not in ("page", name, "panel")}
        on = bool(request.GET.get(name))
        found.append((label, "?" + urlencode(query if on else {**query, name: "1"}), on))
    for name, label in (("kind", "类型"), ("topic", "事项"), ("organisation", "组织"), ("handler", "承办人")):
        if value := request.GET.get(name):
            query = {k: v for k, v in request.GET.items() if k not in ("page", name, "panel")}
            shown = KINDS.get(value, "") if name == "kind" else "已选"
            found.append((f"{label}：{shown}", "?" + urlencode(query), True))
    return found


def _bulk(actor: Actor, queue: str) -> tuple[str, str] | None:
    """(operation, word) that fits the queue."""
    known = {"dispatch": ("assign", "批量分派", "letters.dispatch"), "take": ("take", "批量签收", "letters.handle")}
    found = known.get(queue)
    return (found[0], found[1]) if found and actor.has(found[2]) else None


def _empty(queue: str, text: str, narrowed: bool) -> tuple[str, str]:
    if text:
        return "没有找到", "换一个词，或者少写几个字再找。编号、标题和内容都可以找。"
    if narrowed:
        return "没有符合条件的留言", "去掉一个筛选条件再看看。"
    return "这里没有留言", "都办完了。新的留言到了，会在“今天要办”和通知里提醒您。"
