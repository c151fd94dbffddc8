"""``/workbench/topics/``: the planning table of a month, one topic, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.casework.engine import buttons
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from .. import daily
from ..listing import month_of
from ..models import PlannedTopic
from ..sites.desk import form_page
from . import actions, policies, queries, talks
from .forms import AssignForm, ChangeForm, DropForm, LinkForm, Plain, PlanFields, PlanForm
from .words import DESK, WRITE

ROOT = "/workbench/topics/"
SIZE = 60
at_desk = door(no_duty("写稿和审稿的同志"))
#: event -> (action, what is said afterwards); the slug of the address is the event
ACTS: dict[str, tuple[Callable[..., PlannedTopic], str]] = {
    "take": (actions.take, "已认领，到交稿的日子会在“今天要办”里提醒您。"),
    "assign": (actions.assign, "已交给这位同志，他会收到通知。"),
    "link": (actions.link, "稿件已关联，发布后选题自动算完成。"),
    "unlink": (actions.unlink, "已取消关联。"),
    "drop": (actions.drop, "已注明不做了，表里还看得到。"),
    "resume": (actions.resume, "已重新列入，等人认领。"),
}


@require_safe
@at_desk(DESK)
def table(request: HttpRequest) -> HttpResponse:
    """``?month=2026-12&below=1``: the table of a month, one's own organisations or those below."""
    actor = actor_of(request)
    today = timezone.localdate()
    first = month_of(request.GET.get("month", "")) or today.replace(day=1)
    own, below = queries.organisations(actor), request.GET.get("below") == "1"
    rows = queries.month(actor, first, own=own, below=below)
    before, later = daily.neighbours(first)
    this = first == today.replace(day=1)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    left = list(queries.left_over(actor, own=own, below=below)[:SIZE]) if this else []
    spoken = talks.about(actor, [one.pk for one in (*page, *left)])
    context = {
        "page": page, "rows": [(one, spoken.get(one.pk, [])) for one in page], "first": first, "before": before, "later": later,
        "below": below, "figures": queries.figures(rows), "may_plan": bool(queries.organisations(actor, WRITE)),
        "left": [(one, spoken.get(one.pk, [])) for one in left], "today": today,
        "chips": [("本单位", f"?month={first:%Y-%m}", not below), ("下级单位", f"?month={first:%Y-%m}&below=1", below)],
        "many": below or len(own) > 1,
    }  # fmt: skip
    return render(request, "portal/planning/table.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def plan(request: HttpRequest) -> HttpResponse:
    """``plan/?month=``: 列入选题."""
    actor = actor_of(request)
    own = queries.organisations(actor, WRITE)
    wanted = number_of((request.POST or request.GET).get("organisation"))
    organisation = need(next((o for o in own if o.pk == wanted), own[0] if own and wanted is None else None))
    people = queries.editors(organisation)
    if len(own) > 1:  # whoever writes for several chooses the person afterwards, when the organisation is known
        people = list({p.pk: p for o in own[:20] for p in queries.editors(o)}.values())
    form = PlanForm(
        request.POST or None, organisations=own, people=people, initial={"organisation": organisation.pk, "kind": "own"}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.plan(
                actor=actor, organisation=data["organisation"], what=form.plan(), handler=data["handler"]
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"“{made.title}”已列入 {made.out_on:%Y年%m月}的选题。")
            return to(f"{ROOT}?month={made.out_on:%Y-%m}")
    return form_page(
        request, form, title="列入选题", button="列入", back=ROOT,
        note="选题先列出来，大家看得见谁在写、哪天交稿；写好的稿子关联到选题，照样三审以后才发布。",
    )  # fmt: skip


@require_safe
@at_desk(DESK)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic: what, who, until when, its item, and what this person may do."""
    actor = actor_of(request)
    return _page(request, actor, need(queries.one(actor, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``<pk>/change/``: what stands on the table."""
    actor = actor_of(request)
    topic: PlannedTopic = need(queries.one(actor, pk))
    require(policies.may_plan(actor, topic.organisation))
    start = {name: getattr(topic, name) for name in PlanFields.base_fields} | {"revision": topic.revision}
    form = ChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor, topic=topic, what=form.plan(), revision=form.cleaned_data["revision"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "选题已修改。")
            return to(topic.url)
    return form_page(request, form, title=f"修改选题：{topic.title}", button="保存", back=topic.url)


@require_POST
@at_desk(WRITE)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step; a refusal keeps what was typed."""
    actor = actor_of(request)
    topic: PlannedTopic = need(queries.one(actor, pk))
    call, said = need(ACTS.get(what))
    form = _form(what, topic, request.POST)
    if form.is_valid():
        try:
            call(actor=actor, topic=topic, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, said)
            return to(topic.url)
    return _page(request, actor, need(queries.one(actor, pk)), form, what, status=422)


def _form(event: str, topic: PlannedTopic, data: Any = None, text: str = "") -> forms.Form:
    options: dict[str, Any] = {"auto_id": f"{event}-%s", "initial": {"revision": topic.revision}}
    if event == "assign":
        return AssignForm(data, people=queries.editors(topic.organisation), **options)
    if event == "link":
        return LinkForm(data, items=queries.linkable(topic, text), **options)
    return DropForm(data, **options) if event == "drop" else Plain(data, **options)


def _page(
    request: HttpRequest, actor: Actor, topic: PlannedTopic, form: Any = None, event: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    shown = [b for b in buttons(actor, topic) if b.event in ACTS]
    acts = [
        {"event": b.event, "label": b.label, "decision": b.decision, "slug": b.event,
         "form": form if b.event == event else _form(b.event, topic, text=text)}
        for b in shown
    ]  # fmt: skip
    may_change = any(b.event == "change" for b in buttons(actor, topic))
    context = {
        "topic": topic, "acts": acts, "steps": topic.steps.all(), "form": form, "q": text, "may_change": may_change,
        "lost": form is not None and event not in {b.event for b in shown}, "stands": queries.stands(topic.article),
        "late": topic.state in ("planned", "writing") and topic.due_on < timezone.localdate(),
        "talks": talks.about(actor, [topic.pk]).get(topic.pk, []), "talk_url": talks.start(actor, topic),
        "write_url": queries.write_address(topic) if may_change and topic.article is None else "",
    }  # fmt: skip
    return render(request, "portal/planning/topic.html", context, status=status)
