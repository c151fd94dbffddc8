"""Organisations from a spreadsheet at the desk: upload, preview with a verdict for each row, import."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import need
from lianxin.foundation.organisations.importing import running
from lianxin.foundation.organisations.importing.running import Outcome, run
from lianxin.kernel.decision import Refused
from lianxin.kernel.sheets import MOST_BYTES, SheetError
from lianxin.ui import toasts

from .pages import actor_of, for_staff, to
from .preferences import TABLES

RIGHT = "organisations.edit"
ROOT = "/workbench/organisations/import/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


class TableForm(forms.Form):
    """The table of organisations."""

    use_required_attribute = False
    file = forms.FileField(
        label="组织表", help_text="Excel（.xlsx、.xls、.ods）或 CSV，最多 64 MB。表头和行都不论次序，上面可以有标题行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "请选择组织表。", "empty": "文件是空的。"},
    )  # fmt: skip

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
        return bytes(upload.read())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(RIGHT)
def bring(request: HttpRequest) -> HttpResponse:
    """``/workbench/organisations/import/``: a table is looked through and shown; nothing is written."""
    actor = actor_of(request)
    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    if form.is_valid():
        data = form.cleaned_data["file"]
        try:
            outcome = run(data, actor=actor, dry=True)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return _told(request, outcome, TABLES.keep(data, actor.person_id or 0), done=False)
    return render(request, "workbench/bring.html", {"form": form}, status=422 if posted else 200)


def _told(request: HttpRequest, outcome: Outcome, token: str, *, done: bool) -> HttpResponse:
    good = [line for line in outcome.verdicts if line[2] != "退回"]
    context = {
        "outcome": outcome, "token": token, "done": done, "refused": outcome.refused[:SHOWN], "good": good[:SHOWN],
        "more": len(good) > SHOWN, "shown": SHOWN,
    }  # fmt: skip
    return render(request, "workbench/brought.html", context)


@never_cache
@require_POST
@for_staff(RIGHT)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Import what was previewed. Pressed twice, the second time finds the table gone and says so."""
    actor = actor_of(request)
    person = actor.person_id or 0
    data = TABLES.fetch(token, person)
    if data is None:
        toasts.say(request, "这份表已经导入，或者放得太久了。需要的话请重新上传，重复的不会多出来。", tone="wait")
        return to(ROOT)
    try:
        outcome = run(data, actor=actor, dry=False)
    except Refused as refused:  # somebody changed the tree between the look and the writing
        toasts.say(request, f"{refused.denied.reason}什么都没有写入，请重新上传检查。", tone="wait")
        return to(ROOT)
    toasts.say(request, f"已导入：成立 {outcome.fresh} 个，变更 {outcome.changed} 个，未变 {outcome.unchanged} 个。")
    if not outcome.refused:
        TABLES.drop(token, person)
        return to("/workbench/organisations/")
    return _told(request, outcome, token, done=True)


@never_cache
@require_safe
@for_staff(RIGHT)
def listed(request: HttpRequest, token: str, which: str) -> HttpResponse:
    """A waiting table as .xlsx: the refused rows with their reasons, or the verdict of every row."""
    if which not in ("rejects", "verdicts"):
        raise Http404
    actor = actor_of(request)
    outcome = run(need(TABLES.fetch(token, actor.person_id or 0)), actor=actor, dry=True)
    if which == "rejects":
        return _attached(running.refused(outcome.refused), "退回的行")
    return _attached(running.verdicts(outcome), "逐行结果")


@never_cache
@require_safe
@for_staff(RIGHT)
def blank(request: HttpRequest) -> HttpResponse:
    """An empty table with the headings."""
    return _attached(running.template(), "组织表模板")


def _attached(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    name = quote(f"{name}{timezone.localdate():%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
