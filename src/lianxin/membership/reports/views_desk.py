"""The desk of those who accompany: what was opened to them, copies to let out, talks."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import policies, publishing, queries
from .forms import ReasonForm
from .models import Report
from .views_copy import byline
from .views_mine import SIZE, stand_on

at_desk = door(no_duty("联系党员、做思想工作的同志"))
ROOT = publishing.DESK


def chips(actor: Actor, here: str) -> list[tuple[str, str, bool, int | None]]:
    """Parts of the desk; only what waits for a decision is counted (B02)."""
    parts: list[tuple[str, str, bool, int | None]] = [("思想汇报", ROOT, here == "reports", None)]
    if actor.has(policies.RELEASE):
        asked = queries.copies(actor).filter(copy="asked").count()
        parts.append(("公开稿", f"{ROOT}copies/", here == "copies", asked or None))
    return [*parts, ("谈心谈话", f"{ROOT}talks/", here == "talks", None)]


@require_safe
@at_desk(policies.READ)
def reports(request: HttpRequest) -> HttpResponse:
    """``/workbench/reports/``: what was opened to us."""
    actor = actor_of(request)
    page = Paginator(queries.at_desk(actor), SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/desk/list.html", {"page": page, "chips": chips(actor, "reports")})


@require_safe
@at_desk(policies.RELEASE)
def copies(request: HttpRequest) -> HttpResponse:
    """``/workbench/reports/copies/``: what waits to be let out, and what is out."""
    actor = actor_of(request)
    page = Paginator(queries.copies(actor), SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/desk/copies.html", {"page": page, "chips": chips(actor, "copies")})


@require_safe
@at_desk(policies.READ)
def talks(request: HttpRequest) -> HttpResponse:
    """``/workbench/reports/talks/``: records that I may read."""
    actor = actor_of(request)
    page = Paginator(queries.talks(actor), SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "chips": chips(actor, "talks"),
        "may_talk": actor.has(policies.TALK),
        "wishes": queries.wishes_to(actor),
    }
    return render(request, "reports/desk/talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.RELEASE)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/reports/<pk>/copy/``: the copy alone, as everybody would read it; let out or hold."""
    actor = actor_of(request)
    report: Report = need(queries.copy(actor, pk))
    form = ReasonForm(request.POST or None, initial={"revision": report.revision})
    if request.method == "POST" and request.POST.get("act") == "out":
        form.fields["comment"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, actor, report, form)
        except Refused as refused:
            blame(form, refused)
            # the page that comes back shows the copy as it stands now, and that is what the next press decides on
            stand_on(form, report.revision)
        else:
            return to(f"{ROOT}copies/")
    context = {"report": report, "form": form, "name": byline(report, signed=report.signed)}
    return render(request, "reports/desk/copy.html", context, status=422 if request.method == "POST" else 200)


def _decide(request: HttpRequest, actor: Actor, report: Report, form: ReasonForm) -> None:
    revision = form.cleaned_data["revision"]
    if request.POST.get("act") == "out":
        publishing.let_out(actor=actor, report=report, revision=revision)
        toasts.say(request, "已放行，群众可以看到了。")
        return
    publishing.hold(actor=actor, report=report, reason=form.cleaned_data["comment"], revision=revision)
    toasts.say(request, "已退回作者，群众看不到。")
