"""逐级汇总 at the desk: the sum of this instance and of those below, what was reported upward."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.exchange.messages import fingerprint
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.views_desk import choices, office_of
from lianxin.membership.statistics.drawing import drawn
from lianxin.membership.statistics.policies import READ
from lianxin.membership.statistics.reckoning import Sheet
from lianxin.ui import toasts

from . import actions, documents, policies, queries
from .documents import Report
from .forms import PeerForm, ReasonForm, ReporterForm
from .models import Filing, Received, Reporter

at_desk = door(no_duty("做党内统计的同志"))
ROOT = "/workbench/statistics/rollups/"


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/statistics/rollups/?org=&on=``: the sum, its parts, what went up."""
    actor = actor_of(request)
    return _overview(request, actor, _office(actor, request.GET.get("org")), _day(request.GET.get("on")), PeerForm())


def _overview(
    request: HttpRequest, actor: Actor, office: Organisation, day: date, form: PeerForm, status: int = 200
) -> HttpResponse:
    found = queries.summary(actor, office, day)
    context = {
        "office": office, "day": day, "today": timezone.localdate(), "found": found, "sheet": found.sheet, "tables": drawn(found.sheet),
        "offices": choices(actor, READ, office), "filings": queries.filings(actor, office, day), "form": form,
        "may_prepare": policies.may_prepare(actor, office), "may_register": bool(policies.may_register(actor, office)),
        "where": f"org={office.pk}&on={day.isoformat()}", "silent": [p.reporter for p in found.parts if p.latest is None],
    }  # fmt: skip
    return render(request, "rollups/desk/overview.html", context, status=status)


def _office(actor: Actor, asked: Any) -> Organisation:
    if asked:
        return office_of(actor, number_of(asked), READ)
    found: Organisation = need(next(iter(choices(actor, READ, None)), None))
    return found


def _day(text: Any) -> date:
    """The day asked for, else the end of last year."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return queries.start_of_year(today)
    return day if date(1921, 7, 1) <= day <= today else queries.start_of_year(today)


@require_POST
@at_desk(policies.PREPARE)
def prepare(request: HttpRequest) -> HttpResponse:
    """准备上报."""
    actor = actor_of(request)
    office, day = _office(actor, request.POST.get("org")), _day(request.POST.get("on"))
    form = PeerForm(request.POST)
    if form.is_valid():
        try:
            made = actions.prepare(actor=actor, organisation=office, peer=form.cleaned_data["peer"], day=day)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已备好。请另一位书记或副书记核对后签发。")
            return to(f"{ROOT}filings/{made.pk}/")
    return _overview(request, actor, office, day, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.CONFIRM)
def register(request: HttpRequest) -> HttpResponse:
    """``…/reporters/new/?org=``: 登记上报单位."""
    actor = actor_of(request)
    office = _office(actor, request.POST.get("org") or request.GET.get("org"))
    form = ReporterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.register(actor=actor, organisation=office, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "上报单位已登记，对方现在可以报来。")
            return to(f"{ROOT}?org={office.pk}")
    context = {"form": form, "office": office}
    return render(request, "rollups/desk/register.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(policies.CONFIRM)
def unregister(request: HttpRequest, pk: int) -> HttpResponse:
    """停用 of a reporter."""
    actor = actor_of(request)
    reporter: Reporter = need(
        Reporter.objects.visible_to(actor, READ).select_related("organisation").filter(pk=pk).first()
    )
    try:
        actions.unregister(actor=actor, reporter=reporter, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(request, "已停用，它报来的不再计入汇总。")
    return to(f"{ROOT}?org={reporter.organisation_id}")


def _sheet(report: Report) -> Sheet:
    return Sheet(report.day, report.total, report.full, report.tables)


@require_safe
@at_desk(READ)
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """``…/filings/<pk>/``: what was prepared or sent, and the steps that are possible."""
    actor = actor_of(request)
    return _filing(request, actor, need(queries.filing(actor, pk)), ReasonForm())


def _filing(request: HttpRequest, actor: Actor, one: Filing, form: ReasonForm, status: int = 200) -> HttpResponse:
    report = documents.read(one.document)
    context = {
        "one": one, "report": report, "tables": drawn(_sheet(report)), "form": form, "may_issue": policies.may_issue(actor, one),
        "may_drop": bool(policies.may_drop(actor, one)), "may_recall": bool(policies.may_recall(actor, one)),
        "where": f"org={one.organisation_id}&on={one.day.isoformat()}",
    }  # fmt: skip
    return render(request, "rollups/desk/filing.html", context, status=status)


@require_POST
@at_desk(READ)
def filing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """签发, 作废, 撤回."""
    actor = actor_of(request)
    one: Filing = need(queries.filing(actor, pk))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _filing(request, actor, one, form, status=422)
    said: dict[str, Any] = {"actor": actor, "filing": one, "revision": form.cleaned_data.get("revision") or 0}
    try:
        if step == "issue":
            actions.issue(**said)
        elif step == "drop":
            actions.drop(**said)
        elif step == "recall":
            actions.recall(reason=form.cleaned_data["reason"], **said)
        else:
            raise Http404
    except Refused as refused:
        blame(form, refused)
        return _filing(request, actor, need(queries.filing(actor, pk)), form, status=422)
    toasts.say(request, {"issue": "已签发，正在送出。", "drop": "已作废。", "recall": "已撤回，正在告诉对方。"}[step])
    return to(f"{ROOT}filings/{pk}/")


@require_safe
@at_desk(READ)
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """``…/received/<pk>/``: one version of a report, its signature, its history."""
    actor = actor_of(request)
    return _received(request, actor, need(queries.received(actor, pk)), ReasonForm())


def _received(request: HttpRequest, actor: Actor, one: Received, form: ReasonForm, status: int = 200) -> HttpResponse:
    report, versions = queries.report_of(one), queries.versions(one)
    before = next((row for row in versions if row.version < one.version), None)
    context = {
        "one": one, "report": report, "tables": drawn(_sheet(report)), "form": form, "genuine": queries.genuine(one),
        "print": fingerprint(one.public), "versions": versions, "before": before, "may_confirm": policies.may_confirm(actor, one),
        "changes": queries.differences(report, queries.report_of(before)) if before else [],
        "double": queries.twice(report, []), "where": f"org={one.organisation_id}&on={one.day.isoformat()}",
    }  # fmt: skip
    return render(request, "rollups/desk/received.html", context, status=status)


@require_POST
@at_desk(policies.CONFIRM)
def received_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """确认, 退回."""
    actor = actor_of(request)
    one: Received = need(queries.received(actor, pk))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _received(request, actor, one, form, status=422)
    said: dict[str, Any] = {"actor": actor, "received": one, "revision": form.cleaned_data.get("revision") or 0}
    try:
        if step == "accept":
            actions.accept(**said)
        elif step == "return":
            actions.send_back(reason=form.cleaned_data["reason"], **said)
        else:
            raise Http404
    except Refused as refused:
        blame(form, refused)
        return _received(request, actor, need(queries.received(actor, pk)), form, status=422)
    toasts.say(request, "已确认，计入汇总。" if step == "accept" else "已退回，正在告诉对方。")
    return to(f"{ROOT}?org={one.organisation_id}&on={one.day.isoformat()}")
