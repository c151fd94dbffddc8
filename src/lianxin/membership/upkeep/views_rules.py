"""制度落实 at the desk: the rules with a year at a glance, one rule with its checks, writing one down."""

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
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from . import policies, queries, queries_rules
from .actions import practice
from .forms import CheckForm, RuleForm, Spoken
from .models import House
from .parts import parts

at_desk = door(no_duty("管支部建设的同志"))
ROOT = practice.ROOT
SIZE = 20


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/rules/?year=``: each rule and its periods."""
    actor, today = actor_of(request), timezone.localdate()
    year = number_of(request.GET.get("year")) or today.year
    year = year if today.year - 9 <= year <= today.year else today.year
    page = Paginator(queries_rules.with_checks(queries_rules.rules(actor), year), SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page, "rows": [(house, queries_rules.year_of(house, year, today)) for house in page], "year": year,
        "chips": [(f"{y} 年", f"?year={y}", y == year, None) for y in (today.year, today.year - 1)],
        "may_write": actor.has(policies.CONFIRM), "parts": parts("rules"),
    }  # fmt: skip
    return render(request, "upkeep/desk/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.CONFIRM)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/rules/new/<organisation>/``: 登记制度."""
    actor = actor_of(request)
    offices = [one for one in queries.offices(actor) if policies.may_write_rule(actor, one)][:200]
    chosen = number_of(request.POST.get("organisation") or request.GET.get("org"))
    office: Organisation = next((one for one in offices if one.pk == chosen), None) or need(
        offices[0] if offices else None
    )
    form = RuleForm(
        request.POST or None,
        offices=offices,
        picker=Picker(actor, office, policies.READ),
        initial={"organisation": office.pk},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = practice.write(
                actor=actor, organisation=office, draft=form.draft(), keeper=form.person(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "制度已登记。")
            return to(f"{ROOT}{made.pk}/")
    return render(
        request,
        "upkeep/desk/rule_form.html",
        {"form": form, "back": ROOT},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk()
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/upkeep/rules/<pk>/``: what it says, this year's periods, and a check."""
    actor, today = actor_of(request), timezone.localdate()
    house: House = need(queries_rules.one(actor, pk))
    cells = queries_rules.year_of(house, today.year, today)
    form = CheckForm(
        request.POST or None, open_=[cell.span for cell in cells if cell.stand in ("open", "soon", "missed")]
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            practice.check(actor=actor, house=house, first=form.first(), on=said["on"], finding=said["finding"], note=said["note"],
                           paper=said["paper"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "检查已登记。")
            return to(f"{ROOT}{pk}/")
    context = {
        "house": house, "cells": cells, "form": form, "checks": house.checks.select_related("by")[:40], "year": today.year,
        "may_check": bool(policies.may_check_rule(actor, house)) and not house.ended_on and bool(form.open),
        "may_write": bool(policies.may_write_rule(actor, house.organisation)) and not house.ended_on,
    }  # fmt: skip
    return render(request, "upkeep/desk/rule.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.CONFIRM)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/upkeep/rules/<pk>/edit/``: 修改、停用."""
    actor = actor_of(request)
    house: House = need(queries_rules.one(actor, pk))
    require(policies.may_write_rule(actor, house.organisation))
    start = {name: getattr(house, name) for name in ("title", "text", "address", "cycle", "since", "revision")}
    form = RuleForm(
        _data(request),
        offices=None,
        picker=Picker(actor, house.organisation, policies.READ),
        present=house.keeper,
        initial=start,
    )
    if request.method == "POST" and _save(request, actor, house, form):
        return to(f"{ROOT}{pk}/")
    context: dict[str, Any] = {"form": form, "back": f"{ROOT}{pk}/", "house": house}
    return render(request, "upkeep/desk/rule_form.html", context, status=422 if request.method == "POST" else 200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("act") != "end" else None


def _save(request: HttpRequest, actor: Actor, house: House, form: RuleForm) -> bool:
    """Whether it was done; else the form says why."""
    try:
        if request.POST.get("act") == "end":
            stale = Spoken(request.POST)
            practice.end(actor=actor, house=house, revision=(stale.is_valid() and stale.cleaned_data["revision"]) or 0)
            toasts.say(request, "已停用。")
            return True
        if not form.is_valid():
            return False
        revision = form.cleaned_data["revision"] or 0
        practice.change(actor=actor, house=house, draft=form.draft(), keeper=form.person(), revision=revision)
    except Refused as refused:
        if not form.is_bound:
            form.is_bound = True
            form.full_clean()
        blame(form, refused)
        return False
    toasts.say(request, "已保存。")
    return True
