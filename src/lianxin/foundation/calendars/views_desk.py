"""The working calendar on the workbench."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.organisations import queries as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused, require

from . import actions, policies, queries
from .forms import WORK, DayForm, HoursForm, hours_initial
from .year import KINDS, grid

#: years before and after this one that the page shows
REACH = 5


@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    """``/workbench/calendar/?org=3&year=2026``: the year of one organisation."""
    actor = _actor(request)
    require(policies.may_open(actor))
    return _page(request, actor, _organisation(actor, request.GET.get("org", "")))


@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    """One day off or worked; a refused form comes back with what was typed."""
    actor = _actor(request)
    organisation = _organisation(actor, request.POST.get("org", ""))
    form = DayForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_day(
                actor=actor,
                organisation=organisation,
                day=data["date"],
                is_workday=data["kind"] == WORK,
                name=data["name"],
            )
        except Refused as refused:
            _explain(form, refused)
        else:
            messages.success(request, "已保存，期限会按新的日历计算。")
            return _back(organisation, data["date"].year)
    return _page(request, actor, organisation, day_form=form)


@require_POST
def clear_day(request: HttpRequest) -> HttpResponse:
    """Follow the organisation above again on one day."""
    actor = _actor(request)
    organisation = _organisation(actor, request.POST.get("org", ""))
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
    except ValueError:
        raise Refused(OUT_OF_SCOPE) from None
    actions.clear_day(actor=actor, organisation=organisation, day=day)
    messages.success(request, "已取消，这一天沿用上级的安排。")
    return _back(organisation, day.year)


@require_POST
def set_hours(request: HttpRequest) -> HttpResponse:
    """Working hours; the button "follow" drops the organisation's own."""
    actor = _actor(request)
    organisation = _organisation(actor, request.POST.get("org", ""))
    if "follow" in request.POST:
        actions.clear_hours(actor=actor, organisation=organisation)
        messages.success(request, "上班时间已改为沿用上级。")
        return _back(organisation, timezone.localdate().year)
    form = HoursForm(request.POST)
    if form.is_valid():
        try:
            actions.set_hours(actor=actor, organisation=organisation, spans=form.spans)
        except Refused as refused:
            _explain(form, refused)
        else:
            messages.success(request, "上班时间已保存。")
            return _back(organisation, timezone.localdate().year)
    return _page(request, actor, organisation, hours_form=form)


def _page(
    request: HttpRequest,
    actor: Actor,
    organisation: Organisation,
    *,
    day_form: DayForm | None = None,
    hours_form: HoursForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    year = _year(request.GET.get("year") or request.POST.get("year", ""), today.year)
    path = organisation.org_path
    calendar = queries.calendar_for(path)
    own = queries.own_days(path, year)
    months = grid(calendar, year, {entry.date: entry.name for entry in own}, today)
    context: dict[str, Any] = {
        "organisation": organisation,
        "organisations": organisations.below(actor.paths_for(policies.EDIT)) if actor.kind != "system" else [],
        "year": year,
        "before": year - 1 if year > today.year - REACH else None,
        "after": year + 1 if year < today.year + REACH else None,
        "known": calendar.is_known(year),
        "unknown_years": queries.unknown_years(today),
        "months": months,
        "workdays": sum(month.workdays for month in months),
        "kinds": KINDS.items(),
        "own": own,
        "today": today,
        "hours": queries.words(calendar.spans),
        "own_hours": queries.own_hours(path) is not None,
        "day_form": day_form or DayForm(),
        "hours_form": hours_form or HoursForm(initial=hours_initial(calendar.spans)),
    }
    failed = day_form is not None or hours_form is not None
    return render(request, "calendars/year.html", context, status=422 if failed else 200)


def _organisation(actor: Actor, text: str) -> Organisation:
    """The one asked for, or the actor's first. Outside the scope there is nothing (P05)."""
    if not text:
        first = organisations.below(actor.paths_for(policies.EDIT)).first()
        if first is None:
            raise Refused(OUT_OF_SCOPE)
        return first
    found = organisations.by_id(int(text)) if text.isascii() and text.isdecimal() and len(text) < 19 else None
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    require(policies.may_edit(actor, found.org_path))
    return found


def _year(text: str, this: int) -> int:
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this
    return min(max(year, this - REACH), this + REACH)


def _explain(form: forms.Form, refused: Refused) -> None:
    denied = refused.denied
    form.add_error(denied.field if denied.field in form.fields else None, denied.reason + denied.remedy)


def _back(organisation: Organisation, year: int) -> HttpResponse:
    return redirect(f"/workbench/calendar/?org={organisation.pk}&year={year}")


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
