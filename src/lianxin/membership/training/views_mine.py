"""我的学时: one's own year with the list behind the number, and bringing a training of one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, queries
from .announcing import MINE
from .forms import TrainingForm
from .models import Training
from .views_desk import year_asked, year_of


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/training/?year=``."""
    member = dossiers.own(actor_of(request).person_id)
    year, years = year_asked(request)
    context = {"years": years, "year": year, "member": None}
    if member is not None and member.in_party:
        context |= {"member": member, **year_of(member, year)}
    return render(request, "training/mine/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """``/me/training/new/``: 提交 a training, which somebody else confirms."""
    actor = actor_of(request)
    member: Member = need(dossiers.own(actor.person_id))
    form = TrainingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(
                actor=actor, member=member, said=form.said(), key=form.keyed, files=form.cleaned_data["scans"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已提交，书记确认以后记入您的学时。")
            return to(MINE)
    return render(request, "training/mine/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_POST
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """收回 what nobody has confirmed."""
    actor = actor_of(request)
    training: Training = need(queries.own(actor.person_id).filter(pk=pk).first())
    try:
        actions.withdraw(actor=actor, training=training)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}", tone="wait")
    else:
        toasts.say(request, "已收回。")
    return to(MINE)
