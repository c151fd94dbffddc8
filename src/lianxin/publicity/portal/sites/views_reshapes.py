"""合并与关停 at the desk: the proposal, the keeper's answer, the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.casework.engine import buttons
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.ui import toasts

from ..models import Reshape, SitePage
from . import policies, queries, reshaping
from .desk import actor_of, at_desk, blame, form_page, need, to
from .forms import AnswerForm, PlainForm, ProposeForm

ROOT = "/workbench/sites/"
#: slug -> (event, what is said afterwards)
ACTS = {
    "answer": ("answer", "您的意见已送给决定的同志。"),
    "carry-out": ("carry_out", "已执行。"),
    "keep": ("keep", "已决定保留站点。"),
    "drop": ("drop", "提议已撤回。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.RESHAPE)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """``<pk>/propose/``: 提议合并或关停. Nothing changes before somebody decides."""
    actor = actor_of(request)
    site: SitePage = need(queries.site(actor, pk))
    require(policies.may_propose(actor, site))
    form = ProposeForm(request.POST or None, actor=actor, site=site)
    if request.method == "POST" and form.is_valid():
        try:
            made = reshaping.propose(actor=actor, site=site, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "提议已送给站点责任人，等他答复后由另一位同志决定。")
            return to(f"{ROOT}reshapes/{made.pk}/")
    return form_page(
        request, form, title=f"“{site.title}”：合并或关停", button="提出", back=f"{ROOT}{pk}/",
        note="提议不会自动执行：先听站点责任人的意见，再由另一位有权决定的同志决定。",
    )  # fmt: skip


@require_safe
@at_desk()
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its way so far."""
    actor = actor_of(request)
    return _page(request, actor, need(queries.reshape(actor, pk)))


@require_POST
@at_desk()
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Answer, decide or take back."""
    actor = actor_of(request)
    reshape: Reshape = need(queries.reshape(actor, pk))
    event, said = need(ACTS.get(what))
    form = _form(event, reshape, request.POST)
    if form.is_valid():
        try:
            _do(event, actor, reshape, form.cleaned_data)
        except Refused as refused:
            if refused.denied.code in ("not_author", "system_only"):
                raise
            blame(form, refused)
        else:
            toasts.say(request, said)
            return to(f"{ROOT}reshapes/{pk}/")
    return _page(request, actor, need(queries.reshape(actor, pk)), form, event, status=422)


def _do(event: str, actor: Actor, reshape: Reshape, data: dict[str, Any]) -> None:
    if event == "answer":
        reshaping.answer(actor=actor, reshape=reshape, **data)
    elif event == "drop":
        reshaping.drop(actor=actor, reshape=reshape, **data)
    else:
        reshaping.decide(actor=actor, reshape=reshape, agree=event == "carry_out", **data)


def _form(event: str, reshape: Reshape, data: Any = None) -> Any:
    options: dict[str, Any] = {"auto_id": f"{event}-%s", "initial": {"revision": reshape.revision}}
    form = PlainForm(data, **options) if event == "drop" else AnswerForm(data, **options)
    if event in ("carry_out", "keep"):
        form.fields["text"].label = "决定的理由"
    return form


def _page(
    request: HttpRequest, actor: Actor, reshape: Reshape, form: Any = None, event: str = "", status: int = 200
) -> HttpResponse:  # fmt: skip
    slugs = {e: slug for slug, (e, _) in ACTS.items()}
    acts = [
        {"event": b.event, "label": b.label, "decision": b.decision, "slug": slugs[b.event],
         "form": form if b.event == event else _form(b.event, reshape)}
        for b in buttons(actor, reshape)
        if b.event in slugs
    ]  # fmt: skip
    context = {
        "reshape": reshape, "acts": acts, "steps": reshape.steps.all(), "form": form,
        "lost": form is not None and event not in {a["event"] for a in acts},
    }  # fmt: skip
    return render(request, "portal/sites/reshape.html", context, status=status)
