"""The list of letters at the desk: queues, filters, search, saved views, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.kernel.actor import Actor

from . import badges, desk_rows
from .actions.exporting import export
from .desk_search import SIZE, Asked, all_of, search
from .forms_desk.filters import MORE_QUEUES, FilterForm, kept_query, queue_of, wanted_of
from .queries import desk, worklist
from .queries.worklist import Counts, Wanted
from .views_desk_base import actor_of, at_desk, number_of, saved_views
from .words import KINDS

#: filters that the search box sends along with the words
CARRIED = ("kind", "topic", "organisation", "handler", "overdue", "mine")
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
    text = text_of(request)
    page = min(max(number_of(request.GET.get("page")) or 1, 1), LAST_PAGE)
    counts, wanted = worklist.counts(actor, now), wanted_of(request.GET)
    queue = queue_of(actor, request.GET, "all" if text else _first_queue(actor, counts))
    if text:
        found = search(Asked(actor, text, queue, wanted, now), page)
        letters, leaf, helped = _rows(actor, found.ids), found, _rows(actor, found.helped)
    else:
        letters, leaf = _page(actor, queue, wanted, counts, page, now)
        helped = []
    bulk = _bulk(actor, queue)
    context = {
        "rows": desk_rows.lines(letters, now, ticks=bulk is not None), "leaf": leaf, "q": text, "queue": queue, "now": now,
        "helped": desk_rows.lines(helped, now), "chips": _chips(request, actor, counts, queue),
        "quick": _quick(request), "panel": FilterForm(request.GET, actor=actor) if "panel" in request.GET else None,
        "saved": saved_views(actor.person_id), "kept": kept_query(request.GET), "bulk": bulk,
        "carried": [(name, request.GET[name]) for name in CARRIED if request.GET.get(name)],
        "without_words": "?" + urlencode({k: v for k, v in request.GET.items() if k not in ("q", "page")}),
        "empty": _empty(queue, text, bool(request.GET.keys() - {"queue", "q"})),
    }  # fmt: skip
    with badges.known(actor, counts):
        return render(request, "letters/desk/list.html", context)


@require_safe
@at_desk("letters.read")
def letter_csv(request: HttpRequest) -> HttpResponse:
    """The list as it stands, words and filters included, as a file; an audit line says who took how much."""
    actor, now, text = actor_of(request), timezone.now(), text_of(request)
    queue, wanted = queue_of(actor, request.GET, "all"), wanted_of(request.GET)
    rows = all_of(Asked(actor, text, queue, wanted, now)) if text else worklist.listing(actor, queue, wanted, now)
    content = export(actor=actor, letters=rows, query=kept_query(request.GET))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="letters-{timezone.localdate():%Y%m%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def text_of(request: HttpRequest) -> str:
    """The words to look for."""
    return request.GET.get("q", "").strip()[:100]


def _page(
    actor: Actor, queue: str, wanted: Wanted, counts: Counts, page: int, now: datetime
) -> tuple[list[dict[str, Any]], Any]:
    """One row more than shown tells whether another page follows; unfiltered piles are counted already."""
    start = (page - 1) * SIZE
    rows = worklist.listing(actor, queue, wanted, now)
    letters = list(desk_rows.values(worklist.leaf(actor, queue, rows, start, start + SIZE + 1)))
    total = None if wanted.narrows else counts.of(queue)
    if total is not None:
        return letters[:SIZE], Leaf(page, max(1, -(-total // SIZE)), total)
    last = page + 1 if len(letters) > SIZE and page < LAST_PAGE else page
    return letters[:SIZE], Leaf(page, last, start + len(letters) if last == page else None)


def _rows(actor: Actor, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of letters that were found, in that order; the scope is asked once more."""
    if not ids:
        return []
    rows = (desk.in_scope(actor) | desk.helping(actor)).filter(pk__in=ids)
    by_id = {x["pk"]: x for x in desk_rows.values(rows)}
    return [by_id[pk] for pk in ids if pk in by_id]


def _first_queue(actor: Actor, counts: Counts) -> str:
    """The first pile that is not empty; else the first that the actor works on."""
    for name, (count, _) in counts.by_queue.items():
        if count and name != "waiting":
            return name
    return next(iter(counts.by_queue), "all")


def _chips(request: HttpRequest, actor: Actor, counts: Counts, queue: str) -> list[tuple[str, str, bool, int | None]]:
    """Queues of the actor with their counts. While looking for words they narrow what was found."""
    kept = {k: v for k, v in request.GET.items() if k not in ("queue", "page", "panel")} if text_of(request) else {}
    lines = [(name, label, counts.of(name)) for name, (label, _, verb) in desk.QUEUES.items() if actor.has(verb)]
    more = [(name, label, counts.of(name)) for name, (label, verb) in MORE_QUEUES.items() if actor.has(verb)]
    # what is rare stands there where something waits; co-handling also for those who could be asked
    rare = ("held_up", "helping", *worklist.BY_PROMISE, *worklist.BY_WORD)
    lines += [x for x in more if x[0] not in rare or x[2] or queue == x[0] or _asked_for(actor, x[0])]
    return [
        (label, "?" + urlencode({**kept, "queue": name}), name == queue, None if kept else count)
        for name, label, count in lines
    ]


def _asked_for(actor: Actor, queue: str) -> bool:
    return queue == "helping" and actor.has("letters.handle")


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
