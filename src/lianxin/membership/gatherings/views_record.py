"""After people have met: the list, leave, resolutions, tasks, the minutes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, policies, queries
from .forms import CloseForm, ListForm, TaskForm
from .forms_meeting import CreditForm, GuestForm, ResolutionForm
from .models import Gathering
from .reckoning import quorum
from .views_desk import ROOT, add_form, at_desk, page_of, say
from .visitors import visitors_of
from .words import KINDS, MARKS


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/list/``: 登记到会."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    require(policies.may_record(actor, one))
    rows = queries.people(one)
    form = ListForm(request.POST or None, rows=rows, initial={"revision": one.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark(actor=actor, gathering=one, marks=form.marks(), revision=form.cleaned_data["revision"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记到会。")
            return to(f"{ROOT}{pk}/")
    context = {"form": form, "one": one, "lines": form.lines(), "marks": MARKS.items()}
    return render(request, "gatherings/desk/list.html", context, status=422 if request.method == "POST" else 200)


def _newcomer(actor: Actor, one: Gathering, pk: int) -> Member | None:
    """Somebody inside the scope, or a visitor of the organisation (EDU-12)."""
    visitors = {m.pk: m for m in visitors_of(one.organisation, one.kind, one.day)}
    return visitors.get(pk) or dossiers.one(actor, pk)


@require_POST
@at_desk(policies.KEEP)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """补记到会."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    form = add_form(actor, one, queries.people(one), request.POST)
    if form.is_valid():
        member = need(_newcomer(actor, one, int(form.cleaned_data["member"])))
        try:
            actions.add(actor=actor, gathering=one, member=member, revision=form.cleaned_data["revision"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已补记：{member.name}到会。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, add_form=form)


@require_POST
@at_desk(policies.KEEP)
def add_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """补记列席: the same answer for whoever it is."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    form = GuestForm(request.POST)
    if form.is_valid():
        try:
            actions.add_guest(actor=actor, gathering=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已登记列席：{form.cleaned_data['name']}。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, guest_form=form)


@require_POST
@at_desk(policies.KEEP)
def drop_guest(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """撤掉补错的列席."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    try:
        actions.drop_guest(actor=actor, guest=need(one.guests.filter(pk=row).first()))
    except Refused as refused:
        say(request, refused)
    else:
        toasts.say(request, "已撤掉。")
    return to(f"{ROOT}{pk}/")


@require_POST
@at_desk(policies.KEEP)
def leave(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """准假 or not."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    found = need(queries.row_of(one, row))
    grant, answer = request.POST.get("grant") == "yes", request.POST.get("answer", "")[:200]
    try:
        actions.answer_leave(actor=actor, row=found, grant=grant, answer=answer)
    except Refused as refused:
        if refused.denied.code != "empty":
            say(request, refused)
            return to(f"{ROOT}{pk}/")
        return page_of(request, actor, one, 422, leave_fault=refused.denied.reason, leave_row=row)
    toasts.say(request, "已准假，本人会收到通知。" if grant else "已答复不准假，本人会收到通知。")
    return to(f"{ROOT}{pk}/")


@require_POST
@at_desk(policies.KEEP)
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """登记决议."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    voting = KINDS[one.kind].quorum == "votes"
    form = ResolutionForm(request.POST, voting=voting, people=policies.voted_on(one) if voting else ())
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.resolve(
                actor=actor, gathering=one, text=said["text"], votes=form.votes(), key=said["key"], **form.on_whom()
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记决议。" if made.passed else "已登记：没有通过。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, resolution_form=form)


@require_POST
@at_desk(policies.KEEP)
def strike(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """撤掉记错的决议."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    try:
        actions.strike(actor=actor, resolution=need(one.resolutions.filter(pk=row).first()))
    except Refused as refused:
        say(request, refused)
    else:
        toasts.say(request, "已撤掉。")
    return to(f"{ROOT}{pk}/")


@require_POST
@at_desk(policies.KEEP)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """登记会后任务."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    form = TaskForm(request.POST, rows=queries.people(one))
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.give_task(
                actor=actor, gathering=one, member_id=int(said["member"]), text=said["text"], due_on=said["due_on"],
                key=said["key"],
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记任务，本人会收到通知。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, task_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """归档."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    require(policies.may_record(actor, one))
    rows = queries.people(one)
    unmarked = sum(not row.mark for row in rows)
    form = CloseForm(request.POST or None, initial={"revision": one.revision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(actor=actor, gathering=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已归档，台账里可以看到。")
            return to(f"{ROOT}{pk}/")
    waiting = (
        Denied(f"还有 {unmarked} 人没有登记是否到会。", code="unmarked", remedy="请先登记到会。") if unmarked else None
    )
    context = {"form": form, "one": one, "quorum": quorum(one.kind, rows, one.day), "waiting": waiting}
    return render(request, "gatherings/desk/close.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(policies.KEEP)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """完成 a task, entered by who keeps the gatherings."""
    actor = actor_of(request)
    found = need(queries.task_for(actor, pk))
    try:
        actions.finish_task(actor=actor, task=found, note=request.POST.get("note", "")[:200])
    except Refused as refused:
        say(request, refused)
    else:
        toasts.say(request, "已记完成。")
    return to(f"{ROOT}{found.gathering_id}/")


@require_POST
@at_desk(policies.KEEP)
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    """补记、更正学时 of one that was filed."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    form = CreditForm(request.POST)
    if form.is_valid():
        try:
            actions.credit(actor=actor, gathering=one, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "学时已改，到会的同志跟着变。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, credit_form=form)
