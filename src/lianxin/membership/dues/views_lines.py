"""Single lines of a member: 减免 of an owed month, 冲正 of a charge or a remission."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from . import actions, policies, queries
from .forms import RemitForm
from .models import Posting
from .views_desk import ROOT, at_desk, member_asked


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def remit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/members/<pk>/remit/``."""
    actor = actor_of(request)
    one = member_asked(actor, pk)
    require(policies.may_keep(actor, one))
    owed = queries.owed(one).items()
    form = RemitForm(request.POST, owed=owed) if request.method == "POST" else RemitForm(owed=owed)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.remit(actor=actor, member=one, month=date.fromisoformat(said["month"]), amount=said["amount"], reason=said["reason"],
                          key=said["key"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已减免。")
            return to(f"{ROOT}members/{one.pk}/")
    context = {"form": form, "member": one, "title": "减免", "word": "减免", "rules": ("FEE-06",), "owed": owed}
    return render(request, "dues/desk/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/dues/lines/<pk>/undo/``: the same line the other way round."""
    actor = actor_of(request)
    one: Posting = need(
        Posting.objects.visible_to(actor, policies.READ).select_related("member", "organisation").filter(pk=pk).first()
    )
    member = need(one.member)
    fault = ""
    if request.method == "POST":
        try:
            actions.undo_line(actor=actor, posting=one, reason=request.POST.get("reason", ""))
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            fault = " ".join(filter(None, (refused.denied.reason, refused.denied.remedy)))
        else:
            toasts.say(request, "已冲正，账上两笔都在。")
            return to(f"{ROOT}members/{member.pk}/")
    context = {"line": one, "member": member, "fault": fault, "reason": request.POST.get("reason", "")}
    return render(request, "dues/desk/undo.html", context, status=422 if fault else 200)
