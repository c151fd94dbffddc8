"""The sheet to print, its photograph, the second pair of eyes, pictures, and the minutes as a file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.membership.papers import FILES
from lianxin.ui import toasts

from . import actions, policies, queries
from .forms import PaperForm, PhotoForm
from .models import Gathering, PaperList
from .views_desk import ROOT, at_desk, page_of, say
from .words import MARKS


@require_safe
@at_desk(policies.KEEP)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/sheet/``: 签到表 to print and to sign."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    need(one if actor.may(policies.KEEP, one.org_path) else None)
    rows = [row for row in queries.people(one) if row.role == "called"]
    return render(request, "gatherings/desk/sheet.html", {"one": one, "rows": rows, "spare": range(5)})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/paper/``: photograph and what it says."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    require(policies.may_record(actor, one))
    rows = queries.people(one)
    posted = request.method == "POST"
    form = (
        PaperForm(request.POST, request.FILES, rows=rows)
        if posted
        else PaperForm(rows=rows, initial={"revision": one.revision})
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.enter_paper(
                actor=actor, gathering=one, photos=said["photos"], marks=form.entered(), revision=said["revision"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已录入，请另一位同志对着照片核对。核对以后才算数。")
            return to(f"{ROOT}papers/{made.pk}/")
    context = {"form": form, "one": one, "lines": form.lines(), "marks": MARKS.items()}
    return render(request, "gatherings/desk/paper_enter.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/papers/<pk>/``: the photograph beside what was entered; POST 核对 or 退回."""
    actor = actor_of(request)
    found = _paper(actor, pk)
    fault = ""
    if request.method == "POST":
        try:
            if request.POST.get("confirm"):
                count = actions.confirm_paper(actor=actor, paper=found)
                toasts.say(request, f"已核对，登记到会 {count} 人。")
            else:
                actions.return_paper(actor=actor, paper=found, reason=request.POST.get("reason", "")[:200])
                toasts.say(request, "已退回，请重新录入。")
        except Refused as refused:
            if refused.denied.code != "empty":
                say(request, refused)
                return to(f"{ROOT}papers/{pk}/")
            fault = refused.denied.reason
        else:
            return to(f"{ROOT}{found.gathering_id}/")
    decision = policies.may_decide_paper(actor, found)
    rows = {str(row.pk): row.member.name for row in queries.people(found.gathering)}
    context = {
        "paper": found, "one": found.gathering, "photos": files_of(found.subject), "may_decide": bool(decision),
        "denied": decision if isinstance(decision, Denied) and found.state == "waiting" else None, "fault": fault,
        "lines": [(name, MARKS[found.marks[key]]) for key, name in rows.items() if key in found.marks],
    }  # fmt: skip
    return render(request, "gatherings/desk/paper.html", context, status=422 if fault else 200)


def _paper(actor: Actor, pk: int) -> PaperList:
    row = PaperList.objects.select_related("gathering__organisation").filter(pk=pk).first()
    found: PaperList = need(row if row is not None and actor.may(policies.KEEP, row.gathering.org_path) else None)
    return found


@require_POST
@at_desk(policies.KEEP)
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """补充照片."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count = actions.add_photos(actor=actor, gathering=one, photos=form.cleaned_data["photos"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已补充 {count} 张照片。")
            return to(f"{ROOT}{pk}/")
    return page_of(request, actor, one, 422, photo_form=form)


@require_POST
@at_desk(policies.KEEP)
def document(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """``/workbench/gatherings/<pk>/minutes.docx`` or ``.pdf``: POST, because it leaves a line in the ledger."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    file = need(FILES.get(ending))
    try:
        data = actions.hand_out(actor=actor, gathering=one, ending=ending)
    except Refused as refused:
        say(request, refused)
        return to(f"{ROOT}{pk}/")
    response = HttpResponse(data, content_type=file.content_type)
    name = f"{one.day:%Y%m%d}{one.get_kind_display()}记录.{ending}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
