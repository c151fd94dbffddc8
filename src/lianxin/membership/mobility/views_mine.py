"""我的外出登记: reporting it, a new place, 报到, and answering what was proposed about oneself."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, policies, queries, reckoning, typed
from .announcing import MINE
from .forms import MoveForm, RegisterForm, TextForm, WordForm, place_initial
from .models import Absence, Matter
from .words import OPEN, OWN_KINDS

View = Callable[..., HttpResponse]


def own(view: View) -> Callable[..., HttpResponseBase]:
    """Signed in, with the person's own file."""

    @signed_in
    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        return view(request, actor, dossiers.own(actor.person_id), *args, **kwargs)

    return run


@require_safe
@own
def mine(request: HttpRequest, actor: Actor, member: Member | None) -> HttpResponse:
    """``/me/mobility/``."""
    return _mine(request, actor, member, WordForm())


def _mine(request: HttpRequest, actor: Actor, member: Member | None, form: WordForm, status: int = 200) -> HttpResponse:
    today, rows = moment.today(), queries.own_absences(member) if member else []
    row = next((one for one in rows if one.state in OPEN), None)
    context = {
        "member": member, "row": row, "past": [one for one in rows if one is not row], "form": form, "today": today,
        "matters": queries.own_matters(member) if member else [], "may_register": bool(member and policies.may_register(actor, member)),
        "due_transfer": bool(row and row.state == "open" and row.transfer_due_on and row.transfer_due_on <= today),
        "counts_from": reckoning.counts_from(row.since, today) if row else None,
    }  # fmt: skip
    return render(request, "mobility/mine.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def register(request: HttpRequest, actor: Actor, member: Member | None) -> HttpResponse:
    """``/me/mobility/new/``: 报告外出; the branch confirms it."""
    form = RegisterForm(request.POST or None, kinds=OWN_KINDS)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.register(
                actor=actor, member=need(member), kind=said["kind"], reason=said["reason"], since=said["since"], until=said["until"],
                where=typed.place_of(said, said["kind"]),
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已报告，支部确认以后会通知您。")
            return to(MINE)
    return _form(request, need(member), form, "报告外出", "报告")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def move(request: HttpRequest, actor: Actor, member: Member | None) -> HttpResponse:
    """``/me/mobility/move/``: a new place or number."""
    row: Absence = need(queries.open_of(need(member)))
    form = MoveForm(request.POST or None, initial=place_initial(row))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            where = typed.place_of(said, row.kind)
            actions.move_on(actor=actor, absence=row, where=where, on=said["on"], revision=said["revision"] or 0)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已更新，支部看得到。")
            return to(MINE)
    return _form(request, need(member), form, "换了地方或电话", "保存")


def _form(request: HttpRequest, member: Member, form: Any, title: str, word: str) -> HttpResponse:
    context = {"form": form, "member": member, "title": title, "word": word, **typed.lists()}
    return render(request, "mobility/form_mine.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@own
def word(request: HttpRequest, actor: Actor, member: Member | None) -> HttpResponse:
    """报到."""
    row: Absence = need(queries.open_of(need(member)))
    form = WordForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.own_word(actor=actor, absence=row, words=said["words"], key=said["key"], back=said["back"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已告诉支部。")
            return to(MINE)
    return _mine(request, actor, member, form, 422)


@require_POST
@own
def withdraw(request: HttpRequest, actor: Actor, member: Member | None) -> HttpResponse:
    """撤回 one's own report."""
    row: Absence = need(queries.open_of(need(member)))
    try:
        actions.withdraw(actor=actor, absence=row)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, " ".join(p for p in (refused.denied.reason, refused.denied.remedy) if p), tone="wait")
    else:
        toasts.say(request, "已撤回。")
    return to(MINE)


@require_http_methods(["GET", "HEAD", "POST"])
@own
def matter(request: HttpRequest, actor: Actor, member: Member | None, pk: int) -> HttpResponse:
    """``/me/mobility/matters/<pk>/``: what was proposed about oneself, its clause and days, and the answer."""
    case: Matter = need(next((one for one in queries.own_matters(need(member)) if one.pk == pk), None))
    form = TextForm(request.POST or None, label="我的说明", help_text="支部和党委研究时会看到。写得不够的可以再写。")
    form.fields["revision"].initial = case.revision
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(actor=actor, case=case, text=said["text"], revision=said["revision"] or 0)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已送到支部。")
            return to(f"{MINE}matters/{pk}/")
    context = {
        "case": case, "words": case.words, "form": form, "may_answer": bool(may(actor, case, "answer_own")),
        "steps": case.steps.exclude(public_label="").order_by("-at", "-pk"), "shown": ("answer_own", "hear", "set_aside", "decide"),
    }  # fmt: skip
    return render(request, "mobility/matter_mine.html", context, status=422 if request.method == "POST" else 200)
