"""Rosters in and out at the desk: upload, preview with a verdict for each row, import; export."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, number_of, to
from lianxin.kernel.sheets import SheetError
from lianxin.ui import toasts

from . import exporting, policies, queries
from .forms import BasisForm, RosterForm
from .importing import background, waiting
from .importing.running import Outcome, run
from .views_desk import ROOT, at_desk, office_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.IMPORT)
def bring(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/import/``: a file is looked through and shown; nothing is written. A large one is looked
    through by the worker."""
    actor = actor_of(request)
    person, posted = actor.person_id or 0, request.method == "POST"
    form = RosterForm(request.POST, request.FILES) if posted else RosterForm()
    if form.is_valid():
        data = form.cleaned_data["file"]
        if background.large(data):
            token = waiting.keep(data, person)
            background.begin(token, person, dry=True)
            return to(f"{ROOT}import/{token}/")
        try:
            outcome = run(data, actor=actor, dry=True)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, outcome, waiting.keep(data, person))
    return render(request, "dossiers/desk/bring.html", {"form": form}, status=422 if posted else 200)


def _preview(
    request: HttpRequest, outcome: Outcome, token: str, *, done: bool = False, form: BasisForm | None = None
) -> HttpResponse:
    context = {
        "outcome": outcome, "token": token, "refused": outcome.refused[:SHOWN], "shown": SHOWN, "done": done, "form": form or BasisForm(),
    }  # fmt: skip
    return render(request, "dossiers/desk/preview.html", context, status=422 if form is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.IMPORT)
def waiting_file(request: HttpRequest, token: str) -> HttpResponse:
    """GET: how far the worker is, then what it found. POST: import what was previewed."""
    return _confirm(request, token) if request.method == "POST" else _progress(request, token)


def _progress(request: HttpRequest, token: str) -> HttpResponse:
    one = need(background.find(token, actor_of(request).person_id or 0))
    if one.state == "failed":
        return render(request, "dossiers/desk/bring.html", {"form": RosterForm(), "fault": one.fault}, status=422)
    outcome = background.outcome_of(one) if one.state == "done" else None
    if outcome is not None:
        return _preview(request, outcome, token, done=not one.dry)
    context = {"run": one, "silent": background.silent(one), "left": background.left(one)}
    return render(request, "dossiers/desk/progress.html", context)


def _confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Pressed twice, the second time finds the file gone, or the same run, and says so."""
    actor = actor_of(request)
    person = actor.person_id or 0
    data = waiting.fetch(token, person)
    if data is None:
        toasts.say(request, "这份名册已经导入，或者放得太久了。需要的话请重新上传，重复的不会多出来。", tone="wait")
        return to(f"{ROOT}import/")
    form = BasisForm(request.POST)
    if not form.is_valid():
        one = background.find(token, person)
        seen = background.outcome_of(one) if one is not None else None
        return _preview(request, seen or run(data, actor=actor, dry=True), token, form=form)
    basis = form.cleaned_data["basis"]
    if background.large(data):
        background.begin(token, person, dry=False, basis=basis)
        return to(f"{ROOT}import/{token}/")
    outcome = run(data, actor=actor, dry=False, basis=basis)
    if not outcome.refused:
        waiting.drop(token, person)
    toasts.say(request, f"已导入：新建 {outcome.fresh} 份，更正 {outcome.changed} 份，未变 {outcome.unchanged} 份。")
    return _preview(request, outcome, token, done=True) if outcome.refused else to(ROOT)


@require_safe
@at_desk(policies.IMPORT)
def rejects(request: HttpRequest, token: str) -> HttpResponse:
    """The refused rows of a waiting file as .xlsx, with their reasons."""
    actor = actor_of(request)
    one = background.find(token, actor.person_id or 0)
    if one is not None:
        outcome = need(background.outcome_of(one) if one.state == "done" else None)
    else:
        outcome = run(need(waiting.fetch(token, actor.person_id or 0)), actor=actor, dry=True)
    return attached(exporting.refused(outcome.refused), "退回的行")


@require_safe
@at_desk(policies.IMPORT)
def blank(request: HttpRequest) -> HttpResponse:
    """An empty roster with the headings."""
    return attached(exporting.template(), "党员名册模板")


@require_safe
@at_desk(policies.IMPORT)
def export(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/export.xlsx?org=``: the roster of an organisation and below."""
    actor = actor_of(request)
    office = office_of(actor, number_of(request.GET.get("org")), policies.IMPORT)
    rows = queries.members(actor, queries.Wanted(office=office))
    return attached(exporting.export(actor=actor, rows=rows, org_path=office.path), f"{office.short_name}党员名册")


def attached(data: bytes, name: str) -> HttpResponse:
    day: date = timezone.localdate()
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}{day:%Y%m%d}.xlsx')}"
    return response
