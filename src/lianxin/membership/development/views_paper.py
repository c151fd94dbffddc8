"""文书 of a case: looked at on the page, printed, downloaded."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, need, number_of
from lianxin.kernel.decision import Denied
from lianxin.membership.papers import FILES

from . import actions, paperwork, policies, queries
from .models import Development
from .views_desk import at_desk


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """``/workbench/development/<pk>/papers/<code>/``: the paper; POST hands it out as a file and leaves a line in the ledger."""
    actor = actor_of(request)
    case: Development = need(queries.one(actor, pk))
    form: paperwork.Form = need(paperwork.BY_CODE.get(code))
    if request.GET.get("void"):
        return _void(request, case, form)
    need(form if form in paperwork.ready(case) else None)
    if request.method == "POST":
        ending = request.POST.get("as", "docx")
        file = need(FILES.get(ending))
        data = actions.hand_out(actor=actor, case=case, form=form, ending=ending)
        response = HttpResponse(data, content_type=file.content_type)
        name = f"{form.label} {case.member.name}.{ending}"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return response
    denied = policies.may_write_paper(actor, case)
    context = {
        "case": case, "form": form, "denied": denied if isinstance(denied, Denied) else None,
        "files": FILES, "sheet": paperwork.sheet_of(case, form) if denied else None,
    }  # fmt: skip
    return render(request, "development/desk/paper.html", context)


def _void(request: HttpRequest, case: Development, form: paperwork.Form) -> HttpResponse:
    """``?void=<retraction>``: to be looked at beside a copy, not handed out."""
    row = need(case.retractions.filter(pk=number_of(request.GET["void"]) or 0).select_related("step").first())
    need(form if form in paperwork.voided(row) else None)
    denied = policies.may_write_paper(actor_of(request), case)
    context = {
        "case": case, "form": form, "denied": denied if isinstance(denied, Denied) else None, "void": row,
        "sheet": paperwork.void_sheet_of(row, form) if denied else None,
    }  # fmt: skip
    return render(request, "development/desk/paper.html", context)
