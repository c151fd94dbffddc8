"""接续以前的培养 at the desk of the committee: who waits for it, and the form."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.kernel.decision import Refused, require
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import carrying, history, telling
from .forms import CarryForm
from .lifecycle import FILE
from .steps import ROOT
from .views_desk import at_desk

SIZE = 30


@require_safe
@at_desk(FILE)
def people(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/carry/``: activists, candidates and probationary members whose way is not kept here."""
    page = Paginator(carrying.people(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    return render(request, "development/desk/carry_people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(FILE)
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/development/carry/<member>/``: the days of the papers, and from when on it goes on here."""
    actor = actor_of(request)
    member: Member = need(carrying.people(actor).filter(pk=pk).first())
    require(carrying.may_carry(actor, member))
    days = [(event, history.label(event)) for event in carrying.ASKED[member.stage] if event != carrying.KNOWN]
    told = telling.proposed(member)
    form = CarryForm(request.POST or None, days=days, probation=member.stage == "probationary", whole=told is not None,
                     initial=_first(told))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        papers = carrying.Papers(**form.papers())
        try:
            case = carrying.carry_on(actor=actor, member=member, on=said["on"], papers=papers, seen=said["seen"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已接续，以前的时间算在内。")
            return to(f"{ROOT}{case.pk}/")
    context = {"form": form, "member": member, "told": told}
    return render(request, "development/desk/carry.html", context, status=422 if request.method == "POST" else 200)


def _first(told: telling.Proposal | None) -> dict[str, Any]:
    """What came with the letter, as a proposal in the fields; somebody looks at it beside the papers and confirms."""
    if told is None:
        return {}
    note = f"{told.row.source}随介绍信 {told.row.letter} 带来的培养经过"
    return {**told.days, "came": True, "note": note[:300], "months": told.months or None}
