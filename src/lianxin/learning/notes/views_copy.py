"""公开稿: the author mends and confirms what everybody would read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require
from lianxin.membership.reports.forms import CopyForm
from lianxin.membership.reports.publishing import prepared
from lianxin.membership.reports.views_mine import stand_on
from lianxin.ui import toasts

from . import actions, drafts, policies, publishing
from .models import Note


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/notes/<pk>/copy/``: mend, look at what everybody will see, confirm."""
    actor = actor_of(request)
    note = drafts.mine(actor, pk)
    require(policies.may_ask_public(actor, note))
    if request.method != "POST":
        return _mend(request, note, CopyForm(initial=_start(note)))
    form, act = CopyForm(request.POST), request.POST.get("act", "look")
    if not form.is_valid():
        return _mend(request, note, form, 422)
    if act == "back":
        return _mend(request, note, CopyForm(initial=form.cleaned_data))
    if act == "confirm":
        return _confirm(request, actor, note, form)
    seen = prepared(form.cleaned_data["title"], form.cleaned_data["body"])
    context = {"note": note, "seen": seen, "form": form, "name": byline(note, signed=form.cleaned_data["signed"])}
    return render(request, "notes/mine/preview.html", context)


def _start(note: Note) -> dict[str, object]:
    """What was confirmed before, else the masked text."""
    masked = prepared(note.title, note.body)
    return {
        "title": note.public_title or masked.title, "body": note.public_body or masked.body,
        "signed": note.signed, "revision": note.revision,
    }  # fmt: skip


def _mend(request: HttpRequest, note: Note, form: CopyForm, status: int = 200) -> HttpResponse:
    found = prepared(note.title, note.body).found
    return render(request, "notes/mine/copy.html", {"note": note, "form": form, "found": found}, status=status)


def _confirm(request: HttpRequest, actor: Actor, note: Note, form: CopyForm) -> HttpResponse:
    try:
        publishing.ask_public(actor=actor, note=note, **form.cleaned_data)
    except Refused as refused:
        blame(form, refused)
        stand_on(form, note.revision)
        return _mend(request, note, form, 422)
    toasts.say(request, "已确认，等另一位同志放行。放行以前、以后都可以撤回。")
    return to(f"{actions.ROOT}{note.pk}/")


def byline(note: Note, *, signed: bool) -> str:
    """How the author is named to everybody."""
    if signed:
        return note.member.name
    return "一位党员" if note.member.in_party else f"一位{note.member.get_stage_display()}"
