"""补录为党员 at the desk: the second person looks at the paper and confirms, or says why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import admitting, policies, queries
from .forms import AnswerForm
from .models import Admission, Member
from .views_desk import ROOT, at_desk


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def admission(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/members/<pk>/admission/``."""
    actor = actor_of(request)
    member: Member = need(queries.one(actor, pk))
    row: Admission = need(admitting.waiting(member))
    own = row.by_id is not None and actor.is_person(row.by_id)
    form = AnswerForm(request.POST or None, free=own or request.POST.get("do") == "confirm")
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "confirm":
                admitting.confirm(actor=actor, admission=row)
                said = "已确认，从现在起算在册。"
            else:
                admitting.decline(actor=actor, admission=row, answer=form.cleaned_data["answer"])
                said = "没有确认，经过里可以看到。"
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, said)
            return to(f"{ROOT}{pk}/")
    decision = policies.may_admit(actor, row, member)
    context = {
        "member": member, "row": row, "form": form, "denied": decision if isinstance(decision, Denied) else None,
        "own": own,
    }  # fmt: skip
    return render(request, "dossiers/desk/admission.html", context, status=422 if request.method == "POST" else 200)
