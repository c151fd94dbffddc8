"""组织生活 at the desk: the list, a plan, the page of one gathering, its notice, changes, calling off."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.membership.dossiers.views_desk import choices, office_of, offices_for
from lianxin.membership.papers import FILES
from lianxin.ui import toasts

from . import actions, ledger, linked, policies, queries
from .calling import called
from .forms import AddForm, CancelForm, ChangeForm, PhotoForm, PlanForm, TaskForm, new_key
from .forms_meeting import CreditForm, GuestForm, ResolutionForm
from .inheriting import inherits
from .models import Gathering
from .reckoning import quorum
from .visitors import visitors_of
from .words import KINDS

at_desk = door(no_duty("管组织生活的同志"))
ROOT = "/workbench/gatherings/"
SIZE = 30
#: names of one roll on a page
ROLL = 100


@require_safe
@at_desk(policies.READ)
def wall(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/?org=&view=``: what comes, what waits to be filed, what was held; and the gaps."""
    actor, asked, now = actor_of(request), request.GET, timezone.now()
    office = office_of(actor, number_of(asked.get("org")), policies.READ) if asked.get("org") else None
    offices = queries.holders_of(choices(actor, policies.READ, office))
    view = asked.get("view", "open") if asked.get("view", "open") in queries.VIEWS else "open"
    counts = queries.counts(actor, now, office)
    kept = f"org={office.pk}&" if office else ""
    shown = [office] if office else offices[:2]
    rows = queries.gatherings(actor, now, office=office, view=view, wide=counts[view] > queries.WIDE)
    pages = Paginator(rows, SIZE)
    pages.count = counts[view]  # counted already
    context = {
        "page": pages.get_page(asked.get("page")),
        "chips": [(word, f"?{kept}view={code}", view == code, counts[code]) for code, word in queries.VIEWS.items()],
        "offices": offices, "office": office, "view": view, "may_keep": actor.has(policies.KEEP),
        # of one branch; a committee sees the gaps of its branches in the ledger, in the order of the tree
        "gaps": ledger.gaps(shown, timezone.localdate()) if len(shown) == 1 else [],
    }  # fmt: skip
    return render(request, "gatherings/desk/wall.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def plan(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/new/?org=&kind=``: 列入计划."""
    actor = actor_of(request)
    offices = queries.holders_of(offices_for(actor, policies.KEEP))
    start = {
        "organisation": request.GET.get("org", ""),
        "kind": request.GET.get("kind", ""),
        "day": request.GET.get("day", ""),
    }
    form = PlanForm(request.POST or None, offices=offices, initial={k: v for k, v in start.items() if v})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.plan(
                actor=actor, organisation=next(o for o in offices if str(o.pk) == said["organisation"]), kind=said["kind"],
                draft=form.draft(), key=said["key"],
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已列入计划。发了通知，应到的同志才看得到。")
            return to(f"{ROOT}{made.pk}/")
    context = {"form": form, "offices": offices, "title": "列入计划", "word": "列入计划", "back": ROOT}
    return render(request, "gatherings/desk/plan.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(policies.READ)
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/``: everything about one gathering, and what can be done now."""
    actor = actor_of(request)
    return page_of(request, actor, need(queries.one(actor, pk)))


def page_of(request: HttpRequest, actor: Actor, one: Gathering, status: int = 200, **forms: Any) -> HttpResponse:
    """The page; forms: those that came back with a fault, by the name under which the page knows them."""
    rows = queries.roll(one)
    roll = Paginator(rows, ROLL).get_page(request.GET.get("page"))
    found = quorum(one.kind, rows, one.day)
    voting = KINDS[one.kind].quorum == "votes"
    record = policies.may_record(actor, one)
    elsewhere = queries.took_part_elsewhere(one, list(roll)) if rows and one.state == "closed" else {}
    context: dict[str, Any] = {
        "one": one, "rows": rows, "roll": roll, "quorum": found,
        "unmarked": sum(not row.mark for row in rows), "asked": [row for row in rows if row.leave == "asked"],
        "lines": [(row, elsewhere.get(row.member_id)) for row in roll], "guests": one.guests.all() if not roll.has_next() else (),
        "may_change": bool(policies.may_change(actor, one)), "may_record": bool(record),
        "why_not": record if isinstance(record, Denied) and record.code in ("not_called", "too_early") else None,
        "resolutions": linked.lines(actor, one), "tasks": one.tasks.select_related("member"), "voting": voting,
        "begun": bool(policies.has_begun(one)), "may_screen": bool(policies.may_sign_in(one)), "may_task": bool(policies.may_keep(actor, one.org_path)) and bool(policies.has_begun(one)) and one.state != "cancelled",
        "today": timezone.localdate(), "wanted": called(one) if one.state in ("planned", "called") else None,
    }  # fmt: skip
    context |= {
        "resolution_form": ResolutionForm(voting=voting, people=policies.voted_on(one) if voting and record else (), initial={"key": new_key()}),
        "guest_form": GuestForm(initial={"revision": one.revision}),
        "inherited": inherits(actor, policies.KEEP, one),
        "credit_form": CreditForm(initial={"lessons": one.said_lessons, "revision": one.revision}),
        "task_form": TaskForm(rows=rows, initial={"key": new_key()}), "add_form": add_form(actor, one, rows), "leave_fault": "",
        "photo_form": PhotoForm(), "photos": files_of(one.subject), "papers": one.papers.filter(state="waiting"), "files": FILES,
    }  # fmt: skip
    return render(request, "gatherings/desk/gathering.html", context | forms, status=status)


def add_form(actor: Actor, one: Gathering, rows: Any, data: Any = None) -> AddForm:
    """Members of the organisation and its visitors (EDU-12) who are not on the list."""
    known = {row.member_id for row in rows}
    people = [*queries.members_of(actor, one.organisation), *visitors_of(one.organisation, one.kind, one.day)]
    people = [m for m in dict.fromkeys(people) if m.pk not in known]
    return AddForm(data, people=people, initial={"revision": one.revision})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """改期、改地点、改议程."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    require(policies.may_change(actor, one))
    form = ChangeForm(request.POST or None, gathering=one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor, gathering=one, draft=form.draft(), revision=form.cleaned_data["revision"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(
                request, "已改好。时间、地点有变的，已经通知应到的同志。" if one.state == "called" else "已改好。"
            )
            return to(f"{ROOT}{pk}/")
    context = {"form": form, "title": f"改：{one.title}", "word": "保存", "back": f"{ROOT}{pk}/"}
    return render(request, "gatherings/desk/plan.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(policies.KEEP)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """发通知."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    try:
        count = actions.call(actor=actor, gathering=one, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        say(request, refused)
    else:
        toasts.say(request, f"已通知 {count} 人。")
    return to(f"{ROOT}{pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """取消."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    require(policies.may_change(actor, one))
    form = CancelForm(request.POST or None, initial={"revision": one.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(actor=actor, gathering=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已取消，收到通知的同志已经知道。" if one.state == "called" else "已取消。")
            return to(f"{ROOT}{pk}/")
    context = {"form": form, "title": f"取消：{one.title}", "word": "取消这次活动", "back": f"{ROOT}{pk}/"}
    return render(request, "gatherings/desk/plan.html", context, status=422 if request.method == "POST" else 200)


def say(request: HttpRequest, refused: Refused) -> None:
    """A refusal without a field, said on the page that comes; what lies outside the scope stays 404."""
    if refused.denied.code in ("out_of_scope", "no_right"):
        raise refused
    toasts.say(request, " ".join(p for p in (refused.denied.reason, refused.denied.remedy) if p), tone="wait")
