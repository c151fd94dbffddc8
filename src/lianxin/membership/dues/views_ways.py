"""收款方式 at the desk: proposed by one, confirmed by another, stopped by anybody who keeps the dues."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.views_desk import choices
from lianxin.ui import toasts

from . import policies, ways
from .forms import WayForm
from .models import PayWay
from .views_desk import ROOT, at_desk, office_asked

_ACTS = {
    "confirm": (ways.confirm, "已启用，党员已经收到通知。"),
    "refuse": (ways.refuse, "没有启用。"),
    "stop": (ways.stop, "已停用，党员已经收到通知。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def show(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/ways/?org=``: what is in force, what waits for a second person; POST proposes another."""
    actor = actor_of(request)
    office = office_asked(actor, request.GET.get("org"))
    may_keep = actor.may(policies.KEEP, office.path)
    form = WayForm(request.POST, request.FILES) if request.method == "POST" else WayForm()
    if form.is_valid():
        said = form.cleaned_data
        picture = said["picture"][0] if said["picture"] else None
        try:
            ways.propose(
                actor=actor,
                organisation=office,
                payee=said["payee"],
                link=said["link"],
                picture=picture,
                note=said["note"],
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已提出。请另一位管党费的同志核对后启用。")
            return to(f"{ROOT}ways/?org={office.pk}")
    rows = [
        (way, ways.picture_of(way), ways.host_of(way), actor.is_person(way.proposed_by_id))
        for way in ways.ways(actor, office)[:6]
    ]
    context = {
        "office": office, "offices": choices(actor, policies.READ, office), "form": form, "may_keep": may_keep,
        "current": [row for row in rows if row[0].standing in ("in_force", "proposed")],
        "old": [row for row in rows if row[0].standing not in ("in_force", "proposed")],
    }  # fmt: skip
    return render(request, "dues/desk/ways.html", context, status=422 if form.is_bound else 200)


@require_POST
@at_desk(policies.KEEP)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, refuse or stop a way."""
    actor = actor_of(request)
    way = need(PayWay.objects.visible_to(actor, policies.READ).select_related("organisation").filter(pk=pk).first())
    act = need(_ACTS.get(request.POST.get("do", "")))
    try:
        act[0](actor=actor, way=way, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, " ".join(filter(None, (refused.denied.reason, refused.denied.remedy))), tone="wait")
    else:
        toasts.say(request, act[1])
    return to(f"{ROOT}ways/?org={way.organisation_id}")
