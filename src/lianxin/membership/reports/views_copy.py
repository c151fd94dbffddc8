"""公开稿: the author mends and confirms it; everybody reads what was let out."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from . import actions, drafts, policies, publishing, queries
from .forms import CopyForm
from .models import Report
from .views_mine import SIZE, stand_on


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/reports/<pk>/copy/``: mend, look at what everybody will see, confirm."""
    actor = actor_of(request)
    report = drafts.mine(actor, pk)
    require(policies.may_ask_public(actor, report))
    if request.method != "POST":
        return _mend(request, report, CopyForm(initial=_start(report)))
    form = CopyForm(request.POST)
    act = request.POST.get("act", "look")
    if not form.is_valid():
        return _mend(request, report, form, 422)
    if act == "back":
        return _mend(request, report, CopyForm(initial=form.cleaned_data))
    if act == "confirm":
        return _confirm(request, actor, report, form)
    seen = publishing.prepared(form.cleaned_data["title"], form.cleaned_data["body"])
    signed = form.cleaned_data["signed"]
    context = {"report": report, "seen": seen, "form": form, "name": byline(report, signed=signed)}
    return render(request, "reports/mine/preview.html", context)


def _start(report: Report) -> dict[str, object]:
    """What was confirmed before, else the masked text."""
    masked = publishing.prepared(report.title, report.body)
    return {
        "title": report.public_title or masked.title, "body": report.public_body or masked.body,
        "signed": report.signed, "revision": report.revision,
    }  # fmt: skip


def _mend(request: HttpRequest, report: Report, form: CopyForm, status: int = 200) -> HttpResponse:
    found = publishing.prepared(report.title, report.body).found
    return render(request, "reports/mine/copy.html", {"report": report, "form": form, "found": found}, status=status)


def _confirm(request: HttpRequest, actor: Actor, report: Report, form: CopyForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        publishing.ask_public(actor=actor, report=report, **said)
    except Refused as refused:
        blame(form, refused)
        stand_on(form, report.revision)
        return _mend(request, report, form, 422)
    toasts.say(request, "已确认，等另一位同志放行。放行以前、以后都可以撤回。")
    return to(f"{actions.ROOT}{report.pk}/")


def byline(report: Report, *, signed: bool) -> str:
    """How the author is named to everybody."""
    if signed:
        return report.member.name
    return "一位党员" if report.member.in_party else f"一位{report.member.get_stage_display()}"


@require_safe
def everybodys(request: HttpRequest) -> HttpResponse:
    """``/reports/``: what members tell everybody."""
    page = Paginator(queries.everybodys(), SIZE).get_page(request.GET.get("page"))
    rows = [(report, byline(report, signed=report.signed)) for report in page]
    return _fresh(render(request, "reports/public/list.html", {"page": page, "rows": rows}))


@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """``/reports/<pk>/``: the confirmed copy, and nothing else of the report."""
    report = queries.everybodys().filter(pk=pk).first()
    if report is None:
        raise Http404("没有找到这一篇。")
    context = {"report": report, "name": byline(report, signed=report.signed)}
    return _fresh(render(request, "reports/public/one.html", context))


def _fresh(response: HttpResponse) -> HttpResponse:
    """No cache keeps it: what is taken back is gone with the next look."""
    response.headers["Cache-Control"] = "no-store"
    return response
