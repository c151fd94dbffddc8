"""撤回上一步 at the desk: proposed by one, decided by another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import paperwork, policies, queries, retracting, undoing
from .forms import BackForm
from .lifecycle import DEVELOPMENT
from .models import Development, Retraction
from .reckoning import figures_said
from .retraction_policies import waiting
from .steps import ROOT
from .views_desk import at_desk

#: what is said when it is done
_DONE = {"ask": "已提出，等另一位同志确认。", "take": "已撤回，请重新登记。", "keep": "没有撤回，可以接着登记。"}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/development/<pk>/back/``: the last step, why it is wrong, and the decision of another person."""
    actor = actor_of(request)
    case: Development = need(queries.one(actor, pk))
    row = waiting(case)
    own = row is not None and row.by_id is not None and actor.is_person(row.by_id)
    do = request.POST.get("do", "")
    form = BackForm(
        request.POST or None,
        initial={"revision": case.revision},
        asking=row is None,
        free=do == "take" or (own and do == "keep"),
    )
    if request.method == "POST" and do in _DONE and form.is_valid():
        try:
            _act(actor, case, do, form)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, _DONE[do])
            return to(f"{ROOT}{pk}/")
    context = _context(actor, case, row) | {"form": form, "own": own}
    return render(request, "development/desk/back.html", context, status=422 if request.method == "POST" else 200)


def _act(actor: Actor, case: Development, do: str, form: BackForm) -> None:
    said, revision = form.cleaned_data["reason"], form.cleaned_data["revision"]
    if do == "ask":
        retracting.ask(actor=actor, case=case, reason=said, revision=revision)
    elif do == "take":
        retracting.take_back(actor=actor, case=case, revision=revision)
    else:
        retracting.keep(actor=actor, case=case, answer=said, revision=revision)


def _context(actor: Actor, case: Development, row: Retraction | None) -> dict[str, object]:
    step = row.step if row is not None else undoing.last_step(case)
    decision = may(actor, case, "ask_back" if row is None else "take_back")
    state = DEVELOPMENT.by_state[step.source or "voided"].label if step is not None else ""
    return {
        "case": case, "member": case.member, "row": row, "step": step, "before": state,
        "day": case.day(step.event) if step is not None else None, "said": figures_said(case.fact(step.event)) if step is not None else "",
        "papers": [form.label for form in paperwork.FORMS if step is not None and form.after == step.event],
        "denied": decision if isinstance(decision, Denied) else None,
        "may_keep": row is not None and bool(may(actor, case, "keep_step")),
    }  # fmt: skip
