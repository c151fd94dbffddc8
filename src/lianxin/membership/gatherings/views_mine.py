"""我的组织生活: what comes, leave, signing in online, tasks, and how the year stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.ui import toasts

from . import actions, ledger, policies, queries, reviewing
from .announcing import MINE
from .forms import LeaveForm, SelfForm
from .models import Attendance, Feed, Review
from .words import COUNTED, HERE

SHOWN = 60


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/gatherings/``."""
    actor = actor_of(request)
    now, member = timezone.localtime(), dossiers.own(actor.person_id)
    context = {
        "coming": queries.coming(actor.person_id, now), "past": queries.past(actor.person_id, now)[:SHOWN],
        "tasks": queries.own_tasks(actor.person_id), "today": now.date(), "year": now.year,
        "feed": _feed(actor.person_id or 0), "shares": ledger.year_of_member(member, now.year) if member else [],
    }  # fmt: skip
    return render(request, "gatherings/mine.html", context)


@require_safe
@signed_in
def gathering(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/gatherings/<pk>/``: one that concerns the person."""
    actor = actor_of(request)
    return _page(request, need(queries.own_row(actor.person_id, pk)), LeaveForm())


def _page(request: HttpRequest, row: Attendance, form: LeaveForm, status: int = 200, **forms: Any) -> HttpResponse:
    one, actor = row.gathering, actor_of(request)
    review = Review.objects.filter(attendance=row).first()
    leave = policies.may_ask_leave(actor, row)
    context: dict[str, Any] = {
        "row": row, "one": one, "form": form, "may_leave": bool(leave), "here": row.mark in HERE,
        "may_online": bool(one.online_url) and row.mark not in HERE and bool(policies.may_sign_in(one)),
        "late": isinstance(leave, Denied) and leave.code == "too_late", "resolutions": one.resolutions.all() if one.state == "closed" else [],
    }  # fmt: skip
    context |= {
        "may_review": row.role in COUNTED and bool(policies.is_open(one)) and bool(reviewing.at_step(one, reviewing.OWN)),
        "self_form": SelfForm(initial={"text": review.own_words if review else ""}), "review": review,
    }  # fmt: skip
    return render(request, "gatherings/own.html", context | forms, status=status)


@require_POST
@never_cache
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """请假."""
    actor = actor_of(request)
    row: Attendance = need(queries.own_row(actor.person_id, pk))
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_leave(actor=actor, row=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已请假，有了答复会通知您。")
            return to(f"{MINE}{pk}/")
    return _page(request, row, form, 422)


@require_POST
@never_cache
def online(request: HttpRequest, pk: int) -> HttpResponse:
    """线上签到."""
    actor = actor_of(request)
    row: Attendance = need(queries.own_row(actor.person_id, pk))
    try:
        actions.sign_in(actor=actor, gathering=row.gathering, way="online")
    except Refused as refused:
        _say(request, refused)
    else:
        toasts.say(request, "已签到。")
    return to(f"{MINE}{pk}/")


@require_POST
@never_cache
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """完成 a task of one's own."""
    actor = actor_of(request)
    task = need(queries.task_for(actor, pk))
    try:
        actions.finish_task(actor=actor, task=task, note=request.POST.get("note", "")[:200])
    except Refused as refused:
        _say(request, refused)
    else:
        toasts.say(request, "已记完成。")
    return to(MINE)


@require_POST
@never_cache
def review_self(request: HttpRequest, pk: int) -> HttpResponse:
    """个人自评 of a 民主评议 (EDU-03)."""
    actor = actor_of(request)
    row: Attendance = need(queries.own_row(actor.person_id, pk))
    form = SelfForm(request.POST)
    if form.is_valid():
        try:
            actions.review_self(actor=actor, row=row, text=form.cleaned_data["text"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "自评已保存，这一步结束以前可以再改。")
            return to(f"{MINE}{pk}/")
    return _page(request, row, LeaveForm(), 422, self_form=form)


def _feed(person_id: int) -> str:
    """The whole address of the person's calendar, or empty."""
    row = Feed.objects.filter(person_id=person_id).first()
    return f"{settings.SITE_URL}{MINE}calendar/{row.path}.ics" if row else ""


def _say(request: HttpRequest, refused: Refused) -> None:
    if refused.denied.code in ("out_of_scope", "no_right"):
        raise refused
    toasts.say(request, " ".join(p for p in (refused.denied.reason, refused.denied.remedy) if p), tone="wait")
