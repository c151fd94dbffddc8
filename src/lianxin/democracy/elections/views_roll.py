"""A roll from a table at the desk: brought, looked through row by row, taken over whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Refused, require
from lianxin.kernel.sheets import SheetError
from lianxin.ui import toasts

from . import actions, queries, roll_table
from .announcing import DESK
from .forms import RollForm, Spoken
from .lifecycle import DRAW
from .models import Election

at_desk = door(no_duty("办选举的同志"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: rows of one kind on the page
SHOWN = 200


def _draft(request: HttpRequest, pk: int) -> Election:
    """The election whose roll may still be written by the one who asks."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, case, "bring_roll"))
    return case


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/roll/import/``: a table is looked through and put aside; nothing is written."""
    case, posted = _draft(request, pk), request.method == "POST"
    form = RollForm(request.POST, request.FILES) if posted else RollForm()
    if form.is_valid():
        data = form.cleaned_data["file"]
        try:
            roll_table.judge(case, data)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return to(f"{DESK}{pk}/roll/import/{roll_table.TABLES.keep(data, actor_of(request).person_id or 0)}/")
    context = {"form": form, "case": case, "there": case.voters.count()}
    return render(request, "elections/desk/roll_bring.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def waiting(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """GET: what the table would do, row by row. POST: take it over. Pressed twice, it says that it is done."""
    case, person = _draft(request, pk), actor_of(request).person_id or 0
    data = roll_table.TABLES.fetch(token, person)
    if data is None:
        toasts.say(request, "这份名册已经导入，或者放得太久了。需要的话请重新上传，重复的不会多出来。", tone="wait")
        return to(f"{DESK}{pk}/roll/import/")
    form = Spoken(request.POST or None, initial={"revision": case.revision})
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.bring_roll(actor=actor_of(request), election=case, data=data, revision=revision)
        except Refused as refused:
            blame(form, refused)
        else:
            roll_table.TABLES.drop(token, person)
            toasts.say(request, "名册已导入，请再看一遍。")
            return to(f"{DESK}{pk}/roll/")
    found = roll_table.judge(case, data)
    good = [one for one in found.verdicts if one.word != "退回"]
    context = {
        "case": case, "form": form, "outcome": found, "refused": found.refused[:SHOWN], "good": good[:SHOWN], "shown": SHOWN,
        "more": len(good) > SHOWN or len(found.refused) > SHOWN,
    }  # fmt: skip
    return render(request, "elections/desk/roll_brought.html", context, status=422 if form.errors else 200)


@require_safe
@at_desk(DRAW)
def blank(request: HttpRequest) -> HttpResponse:
    """``/workbench/elections/roll.xlsx``: an empty table with the headings."""
    response = HttpResponse(roll_table.template(), content_type=XLSX)
    response.headers["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E9%80%89%E4%B8%BE%E5%90%8D%E5%86%8C%E6%A8%A1%E6%9D%BF.xlsx"
    )
    return response
