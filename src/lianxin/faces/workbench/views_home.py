"""今天要办: due today, overdue, this week, waiting for others; one tap to act."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.casework.due import GROUPS, DueItem, gather, grouped
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts
from lianxin.ui.words import cn_date, days_left, tone_left
from lianxin.voice.letters import badges

from . import actions
from .pages import actor_of, for_staff, number_of, to
from .preferences import LINES


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its deadline in words."""

    item: DueItem
    left: str
    tone: str


@require_safe
@for_staff()
def home(request: HttpRequest) -> HttpResponse:
    """``/workbench/``."""
    with badges.once():
        return _home(request)


def _home(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    work = gather(actor, now)
    groups = [
        (GROUPS[key], [_line(item, now) for item in items[:LINES]], len(items))
        for key, items in grouped(work.items, now).items()
    ]
    context = {
        "groups": groups, "today": timezone.localdate(), "waiting": GROUPS["waiting"],
        "piles": [(p.label, p.url, False, p.count) for p in work.piles], "late": sum(p.late for p in work.piles),
        "duties": len(actor.duties),
    }  # fmt: skip
    return render(request, "workbench/home.html", context)


def _line(item: DueItem, now: object) -> Line:
    if item.waiting_for:
        return Line(item, item.waiting_for, "")
    if item.due is None:
        return Line(item, "无期限", "")
    today = timezone.localdate()
    days = (timezone.localdate(item.due) - today).days
    if days == 0 and item.due < timezone.now():
        return Line(item, "今天已超时", "late")
    return Line(item, cn_date(item.due) if days > 9 else days_left(days), tone_left(days))


@require_POST
@for_staff()
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a list of letters under a name."""
    query = request.POST.get("query", "")[:600]
    try:
        actions.save_view(actor=actor_of(request), name=request.POST.get("name", ""), query=query)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(request, "视图已保存，在“我存的视图”里。")
    return to(f"/workbench/letters/?{query}")


@require_POST
@for_staff()
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one."""
    actions.drop_view(actor=actor_of(request), pk=number_of(pk) or 0)
    toasts.say(request, "视图已删除。")
    return to("/workbench/letters/")
