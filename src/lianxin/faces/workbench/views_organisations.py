"""组织: the tree one level at a time, terms that end, history, and every change of the tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.organisations import actions
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, by_id
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.ui import toasts

from . import queries
from .forms import BasisForm, BranchForm, CommitteeForm, EditForm, FoundForm, TargetForm
from .pages import actor_of, explain, for_staff, to
from .preferences import TERM_AHEAD

CHANGES = {"found": "成立下级组织", "edit": "变更信息", "move": "调整隶属", "merge": "合并到", "close": "撤销"}
ENDING = ("merge", "close")
#: kind of organisation -> the form of what is written about it
EDITS = {"committee": CommitteeForm, "branch": BranchForm, "joint_branch": BranchForm}


@require_safe
@for_staff("organisations.read")
def tree(request: HttpRequest) -> HttpResponse:
    """``/workbench/organisations/``: where one's duty begins, terms that end soon, search."""
    actor, today = actor_of(request), timezone.localdate()
    text = request.GET.get("q", "").strip()[:60]
    context = {
        "q": text, "found": queries.matching(actor, text)[:50] if text else [], "tops": queries.tops(actor),
        "may_import": actor.has("organisations.edit"),
        "ending": [(o, o.term_days_left(today)) for o in queries.ending_terms(actor, today + TERM_AHEAD)[:50]],
    }  # fmt: skip
    return render(request, "workbench/organisations.html", context)


@require_safe
@for_staff("organisations.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: what it is, what stands below it, how it came about."""
    actor = actor_of(request)
    organisation = _in_scope(actor, pk)
    today = timezone.localdate()
    paths = [p for p in reversed(ancestors_of(organisation.path)) if actor.may("organisations.read", p)]
    above = Organisation.objects.filter(path__in=paths[:-1]).order_by("path")
    left = organisation.term_days_left(today)
    context = {
        "organisation": organisation, "above": above, "children": queries.children(organisation.path),
        "below_count": organisation.get_descendant_count(), "history": organisation.history.all()[:50],
        "left": left, "ending": left is not None and left <= TERM_AHEAD.days,
        "may_edit": actor.may("organisations.edit", organisation.org_path) and not organisation.closed_on,
        "staff": queries.appointments(actor, organisation=organisation.pk)[:40] if actor.has("accounts.read") else [],
        "changes": CHANGES,
    }  # fmt: skip
    return render(request, "workbench/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("organisations.edit")
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """found, edit, move, merge, close; each through its action, refused with what was typed still there."""
    if what not in CHANGES:
        raise Http404
    actor = actor_of(request)
    organisation = _in_scope(actor, pk, "organisations.edit")
    form = _form(request, actor, organisation, what)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                after = _do(actor, organisation, what, form.cleaned_data)
            except Refused as refused:
                status = 409 if refused.denied.code == "stale" else 422
                explain(form, refused)
            else:
                toasts.say(request, f"已办理：{CHANGES[what]}。沿革里有记录。")
                return to(f"/workbench/organisations/{after.pk}/")
    context = {
        "organisation": organisation, "form": form, "what": what, "title": CHANGES[what],
        "left": [(part, actor.has(part.verb)) for part in left_at(organisation)] if what in ENDING else [],
    }  # fmt: skip
    return render(request, "workbench/organisation_change.html", context, status=status)


def _form(request: HttpRequest, actor: Actor, organisation: Organisation, what: str) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if what == "found":
        return FoundForm(data, parent=organisation)
    if what == "edit":
        kind = EDITS.get(organisation.kind, EditForm)
        initial = {name: getattr(organisation, name) for name in (*kind.FIELDS, "revision")}
        return kind(data, initial=initial)
    if what == "close":
        return BasisForm(data)
    label = "调整到哪个组织下面" if what == "move" else "合并到哪个组织"
    return TargetForm(data, actor=actor, organisation=organisation, label=label)


def _do(actor: Actor, organisation: Organisation, what: str, data: dict[str, Any]) -> Organisation:
    if what == "found":
        return actions.found(actor=actor, parent=organisation, **data)
    if what == "edit":
        return actions.edit(actor=actor, organisation=organisation, on=timezone.localdate(), **data)
    if what == "close":
        return actions.close(actor=actor, organisation=organisation, **data)
    target, rest = data.pop("target"), data
    if what == "move":
        return actions.move(actor=actor, organisation=organisation, parent=target, **rest)
    return actions.merge(actor=actor, organisation=organisation, into=target, **rest)


def _in_scope(actor: Actor, pk: int, verb: str = "organisations.read") -> Organisation:
    found = by_id(pk)
    if found is None or not actor.may(verb, found.org_path):
        raise Refused(OUT_OF_SCOPE)
    return found
