"""领导机构 and 专职兼职 at the desk."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.accounts.picking import Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings.models import Gathering
from lianxin.membership.gatherings.policies import READ as GATHERINGS
from lianxin.ui import toasts

from . import policies, posts, queries
from .actions import groups as actions
from .forms_groups import DissolveForm, GroupForm, MeetForm, SeatForm
from .models import LeadingGroup
from .parts import parts

at_desk = door(no_duty("管支部建设的同志"))
ROOT = actions.ROOT
SIZE, RECENT = 30, 30


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/groups/``: those that stand, then those that were dissolved."""
    actor = actor_of(request)
    rows = (
        LeadingGroup.objects.visible_to(actor, policies.READ).select_related("organisation").prefetch_related("seats")
    )
    page = Paginator(rows.order_by("dissolved_on", "org_path", "pk"), SIZE).get_page(request.GET.get("page"))
    lines = [(one, [seat for seat in one.seats.all() if seat.until is None]) for one in page]
    context = {"page": page, "rows": lines, "parts": parts("groups"), "may_write": actor.has(policies.CONFIRM)}
    return render(request, "upkeep/desk/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.CONFIRM)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/groups/new/``: 成立."""
    actor = actor_of(request)
    offices = [one for one in queries.offices(actor) if policies.may_write_group(actor, one)][:200]
    form = GroupForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        office: Organisation = next(one for one in offices if str(one.pk) == form.cleaned_data["organisation"])
        try:
            made = actions.found(actor=actor, organisation=office, said=form.said(), key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记，请登记组长和成员。")
            return to(f"{ROOT}{made.pk}/")
    return render(
        request,
        "upkeep/desk/group_form.html",
        {"form": form, "back": ROOT},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/upkeep/groups/<pk>/``: what it is, who sits in it, its meetings, and the forms."""
    actor = actor_of(request)
    rows = LeadingGroup.objects.visible_to(actor, policies.READ).select_related("organisation")
    group: LeadingGroup = need(rows.filter(pk=pk).first())
    act = request.POST.get("act", "")
    forms = _forms(request, actor, group)
    if request.method == "POST":
        try:
            if (said := _act(actor, group, act, forms, request)) is not None:
                toasts.say(request, said)
                return to(f"{ROOT}{pk}/")
        except Refused as refused:
            blame(forms.get(act, forms["seat"]), refused)
    context = {
        "group": group, "seats": group.seats.order_by("until", "pk"), "forms": forms, "act": act,
        "meetings": Gathering.objects.visible_to(actor, GATHERINGS).filter(leading_groups=group).order_by("-starts_at"),
        "may_write": bool(policies.may_write_group(actor, group.organisation)) and group.dissolved_on is None,
    }  # fmt: skip
    return render(request, "upkeep/desk/group.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, actor: Actor, group: LeadingGroup) -> dict[str, Any]:
    act = request.POST.get("act", "") if request.method == "POST" else ""
    held = Gathering.objects.unscoped("of the very organisation").filter(
        organisation=group.organisation_id, state="closed"
    )
    held = held.exclude(leading_groups=group).order_by("-starts_at")[:RECENT]
    start = {"revision": group.revision}
    return {
        "seat": SeatForm(request.POST if act == "seat" else None, picker=Picker(actor, group.organisation, policies.READ), initial=start),
        "meet": MeetForm(request.POST if act == "meet" else None, held=held),
        "dissolve": DissolveForm(request.POST if act == "dissolve" else None, initial=start),
    }  # fmt: skip


def _act(actor: Actor, group: LeadingGroup, act: str, forms: dict[str, Any], request: HttpRequest) -> str | None:
    """What is said afterwards; None when the form itself is wrong."""
    if act == "unseat":
        seat = need(group.seats.filter(pk=number_of(request.POST.get("seat")) or 0).first())
        actions.unseat(actor=actor, seat=seat, until=timezone.localdate())
        return "已登记退出。"
    form = forms.get(act)
    if form is None or not form.is_valid():
        return None
    said = form.cleaned_data
    if act == "seat":
        actions.seat(actor=actor, group=group, role=said["role"], person=form.who_sits(), name=said["name"], post=said["post"],
                     since=said["since"], revision=said["revision"] or 0)  # fmt: skip
        return "已登记。"
    if act == "meet":
        actions.meet(actor=actor, group=group, gathering=form.chosen())
        return "会议已列入。"
    actions.dissolve(actor=actor, group=group, on=said["on"], revision=said["revision"] or 0)
    return "已登记撤销。"


@require_safe
@at_desk(policies.READ)
def staff(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/posts/``: full-time and part-time, in the order of the tree."""
    actor, today = actor_of(request), timezone.localdate()
    if request.GET.get("form") == "xlsx":
        response = HttpResponse(posts.book(actor, today), content_type=posts.XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="posts.xlsx"'
        return response
    page = Paginator(posts.offices(actor), SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": posts.staff_of(page, today), "total": posts.total(actor, today), "headings": posts.HEADINGS,
               "gaps": posts.own_gaps(actor, today), "parts": parts("posts"), "today": today}  # fmt: skip
    return render(request, "upkeep/desk/posts.html", context)
