"""Questions from a spreadsheet at the desk: upload, preview with a verdict for each row, import."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.waiting import Shelf
from lianxin.kernel.sheets import SheetError
from lianxin.ui import toasts

from .announcing import DESK
from .forms import TableForm
from .importing import running
from .importing.running import Outcome, run
from .lifecycle import WRITE
from .views_desk import at_desk, offices

TABLES = Shelf("questions")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def bring(request: HttpRequest) -> HttpResponse:
    """``/workbench/question-bank/import/``: a table is looked through and shown; nothing is written."""
    actor = actor_of(request)
    posted = request.method == "POST"
    form = (
        TableForm(request.POST, request.FILES, offices=offices(actor)) if posted else TableForm(offices=offices(actor))
    )
    if posted and form.is_valid():
        data, office = form.cleaned_data["file"], form.office()
        try:
            outcome = run(data, actor=actor, organisation=office, dry=True)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return _told(request, outcome, TABLES.keep(data, actor.person_id or 0), office, done=False)
    return render(request, "questions/bring.html", {"form": form}, status=422 if posted else 200)


def _told(request: HttpRequest, outcome: Outcome, token: str, office: Organisation, *, done: bool) -> HttpResponse:
    good = [line for line in outcome.verdicts if line[2] != "退回"]
    context = {
        "outcome": outcome, "token": token, "office": office, "done": done, "refused": outcome.refused[:SHOWN], "good": good[:SHOWN],
        "more": len(good) > SHOWN, "shown": SHOWN,
    }  # fmt: skip
    return render(request, "questions/brought.html", context)


def _office(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = need(next((one for one in offices(actor_of(request)) if one.pk == pk), None))
    return found


@require_POST
@at_desk(WRITE)
def confirm(request: HttpRequest, office: int, token: str) -> HttpResponse:
    """Import what was previewed. Pressed twice, the second time finds the table gone and says so."""
    actor, place = actor_of(request), _office(request, office)
    person = actor.person_id or 0
    data = TABLES.fetch(token, person)
    if data is None:
        toasts.say(request, "这份表已经导入，或者放得太久了。需要的话请重新上传，重复的不会多出来。", tone="wait")
        return to(f"{DESK}import/")
    outcome = run(data, actor=actor, organisation=place, dry=False)
    toasts.say(request, f"已导入 {outcome.fresh} 题，未变 {outcome.unchanged} 题。导入的题由另一位同志复核。")
    if not outcome.refused:
        TABLES.drop(token, person)
        return to(f"{DESK}?lane=waiting")
    return _told(request, outcome, token, place, done=True)


@require_safe
@at_desk(WRITE)
def listed(request: HttpRequest, office: int, token: str, which: str) -> HttpResponse:
    """A waiting table as .xlsx: the refused rows with their reasons, or the verdict of every row."""
    if which not in ("rejects", "verdicts"):
        raise Http404
    actor = actor_of(request)
    data = need(TABLES.fetch(token, actor.person_id or 0))
    outcome = run(data, actor=actor, organisation=_office(request, office), dry=True)
    if which == "rejects":
        return _attached(running.refused(outcome.refused), "退回的题")
    return _attached(running.verdicts(outcome), "逐行结果")


@require_safe
@at_desk(WRITE)
def blank(request: HttpRequest) -> HttpResponse:
    """A table with the headings and an example of each kind."""
    return _attached(running.template(), "题库模板")


def _attached(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    name = quote(f"{name}{timezone.localdate():%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
