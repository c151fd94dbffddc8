"""我的发言: what became of each of one's own words, and what one can do about it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, policies, queries
from .announcing import MINE
from .forms import AmendForm, AppealForm
from .models import Contribution, Verdict
from .registry import FLOORS, place_of
from .words import TONES, WAYS

SIZE = 20


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/speaking/``."""
    page = Paginator(queries.mine(actor_of(request).person_id), SIZE).get_page(request.GET.get("page"))
    labels = {kind: floor.label for kind, floor in FLOORS.items()}
    context = {"page": page, "rows": [(one, labels.get(one.kind, ""), TONES[one.state]) for one in page]}
    return render(request, "speaking/mine/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/speaking/<pk>/``: the words, what was decided and why; appeal, correction."""
    actor = actor_of(request)
    found: Contribution = need(queries.mine(actor.person_id).filter(pk=pk).first())
    what = request.POST.get("what", "")
    appeal = AppealForm(request.POST if what == "appeal" else None)
    amend = AmendForm(request.POST if what == "amend" else None, initial={"text": found.text})
    form = appeal if what == "appeal" else amend
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if what == "appeal":
                actions.appeal(actor=actor, contribution=found, text=said["text"])
            else:
                actions.amend(actor=actor, contribution=found, text=said["text"], note=said["note"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(
                request, "申诉已送到，由另一位同志复核。" if what == "appeal" else "更正已送审，通过以后替换原来的话。"
            )
            return to(f"{MINE}{pk}/")
    verdicts = list(Verdict.objects.filter(contribution=found))
    last = next((one for one in reversed(verdicts) if one.reason), None)
    event = "contest" if found.state == "hidden" else "appeal"
    context = {
        "one": found, "place": place_of(found.kind, found.place), "tone": TONES[found.state], "verdicts": verdicts,
        "way": WAYS.get(last.reason, "") if last else "", "appeal": appeal, "amend": amend,
        "may_appeal": may(actor, found, event) if found.state in ("refused", "hidden") else None,
        "may_amend": bool(may(actor, found, "amend")), "may_withdraw": bool(may(actor, found, "withdraw")),
        "until": policies.appeal_until(found.org_path, last.created_at) if last else None,
    }  # fmt: skip
    return render(request, "speaking/mine/one.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/speaking/<pk>/withdraw/``."""
    actor = actor_of(request)
    found: Contribution = need(queries.mine(actor.person_id).filter(pk=pk).first())
    try:
        actions.withdraw(actor=actor, contribution=found)
    except Refused as refused:
        if refused.denied.code != "wrong_state":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        toasts.say(request, "已撤回，写的话都删掉了。")
    return to(MINE)
