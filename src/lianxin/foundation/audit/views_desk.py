"""The ledger on the workbench."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianxin.kernel.decision import require

from . import policies, queries
from .forms import FilterForm
from .models import AuditLine
from .sealing import newest

PAGE = 50


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """``/workbench/audit/``: newest first, 50 a page, older ones behind the serial number of the last."""
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    form = FilterForm(request.GET or None)
    rows = queries.lines(actor, form.narrow())
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page: list[AuditLine] = list(rows[: PAGE + 1])
    shown = queries.entries(page[:PAGE])
    context = {
        "form": form,
        "entries": shown,
        "older": _older(request, shown[-1].number) if len(page) > PAGE else "",
        "head": newest(),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "audit/ledger.html", context)


def _older(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["before"] = str(number)
    return query.urlencode()
