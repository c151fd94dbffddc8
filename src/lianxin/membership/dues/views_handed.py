"""上缴: what was sent up and what arrived from below, each with its own page; 登记上缴, 确认收到, 处理差额."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.views_desk import choices, office_of
from lianxin.ui import toasts

from . import confirming, handing_up, policies, queries
from .forms import HandUpForm, SettleForm, TakeInForm
from .models import Remittance
from .reckoning import yuan
from .views_desk import ROOT, SIZE, at_desk, office_asked

#: of one's own on the page; the ledger holds all of them
OWN = 20


@require_safe
@at_desk(policies.READ)
def handed(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/handed/?org=``: what arrived from below, what waits first; and what the organisation sent itself."""
    actor = actor_of(request)
    office = office_asked(actor, request.GET.get("org"))
    rows = queries.remittances(actor)
    from_below = queries.waiting_first(rows.filter(above=office))
    context = {
        "office": office, "offices": choices(actor, policies.READ, office), "may_keep": actor.may(policies.KEEP, office.path),
        "page": Paginator(from_below, SIZE).get_page(request.GET.get("page")), "own": rows.filter(organisation=office)[:OWN],
    }  # fmt: skip
    return render(request, "dues/desk/handed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/handed/<pk>/``: where it stands; POST says what arrived, or puts a difference right."""
    actor = actor_of(request)
    row: Remittance = need(queries.remittances(actor).select_related("by", "taken_by").filter(pk=pk).first())
    settling = row.standing == "differs" or (request.method == "POST" and "answer" in request.POST)
    kind: Any = SettleForm if settling else TakeInForm
    may = policies.may_settle(actor, row) if settling else policies.may_take_in(actor, row)
    if request.method == "POST" and isinstance(may, Denied) and may.code == "no_right":
        raise Refused(may)
    form = kind(request.POST) if request.method == "POST" else kind(initial={"revision": row.revision})
    if form.is_valid():
        try:
            _do(actor, row, settling, form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "差额已处理，账上已记。" if settling else "已确认，下级已经收到通知。")
            return to(f"{ROOT}handed/{pk}/")
    office = row.above if actor.may(policies.READ, row.above_path) else row.organisation
    context = {"row": row, "form": form, "settling": settling, "may": may, "office": office, "difference": yuan(abs(row.short)),
               "sees_above": actor.may(policies.READ, row.above_path)}  # fmt: skip
    return render(request, "dues/desk/remittance.html", context, status=422 if form.is_bound else 200)


def _do(actor: Actor, row: Remittance, settling: bool, said: dict[str, Any]) -> None:
    if settling:
        confirming.settle(actor=actor, remittance=row, **said)
    else:
        confirming.take_in(actor=actor, remittance=row, **said)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def hand_up(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/hand-up/?org=``: 登记上缴."""
    actor = actor_of(request)
    office = office_of(actor, number_of(request.GET.get("org")), policies.KEEP)
    form = HandUpForm(request.POST) if request.method == "POST" else HandUpForm()
    if form.is_valid():
        try:
            made = handing_up.hand_up(actor=actor, organisation=office, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已登记上缴，凭证 {made.receipt}。")
            return to(f"{ROOT}handed/?org={office.pk}")
    above = handing_up.above_of(office)
    context = {
        "form": form,
        "office": office,
        "above": above,
        "held": {name: yuan(fen) for name, fen in queries.held(office).items()},
    }
    return render(request, "dues/desk/hand_up.html", context, status=422 if form.is_bound else 200)
