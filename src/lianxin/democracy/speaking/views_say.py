"""``/speak/<kind>/<place>/``: speaking, answering officially, taking down for somebody else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, require
from lianxin.ui import toasts

from . import actions, page, policies
from .actions.saying import longest
from .forms import AnswerForm, AssistForm
from .models import Contribution
from .registry import Place, place_of


def _place(actor: Actor, kind: str, pk: int) -> Place:
    found = need(place_of(kind, pk))
    if not policies.may_read(actor, found):
        raise Refused(OUT_OF_SCOPE)
    return found


def _replied(kind: str, place: Place, pk: Any) -> Contribution | None:
    number = number_of(pk)
    if number is None:
        return None
    rows = Contribution.objects.unscoped("published at the same place").filter(kind=kind, place=place.pk)
    return rows.filter(pk=number, state="published").first()


def _show(request: HttpRequest, kind: str, place: Place, form: Any, **more: Any) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form, "place": place, "kind": kind, "before": _replied(kind, place, typed.get("reply_to")),
        "longest": longest(place), "post": f"/speak/{kind}/{place.pk}/", **more,
    }  # fmt: skip
    response = render(request, "speaking/public/say.html", context, status=422 if request.method == "POST" else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, kind: str, place: int) -> HttpResponse:
    """``/speak/<kind>/<place>/?part=&reply_to=``: the form on a page of its own; where every form posts to."""
    actor = actor_of(request)
    there = _place(actor, kind, place)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else there.url)
    typed = request.POST if request.method == "POST" else None
    form = page.form_for(
        actor, typed, part=request.GET.get("part", "")[:40], reply_to=number_of(request.GET.get("reply_to"))
    )
    if typed is None:
        require(policies.may_speak(actor, kind, there))
    elif form.is_valid():
        said = form.cleaned_data
        try:
            actions.say(actor=actor, kind=kind, place=place, text=said["text"], key=said["key"], part=said["part"],
                        reply_to=said["reply_to"], front_name=said["front_name"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
            return _show(request, kind, there, form, denied=refused.denied if not refused.denied.field else None)
        toasts.say(request, "已经收到，审核后大家就能看到；有结果会通知您。")
        return to(there.url)
    return _show(request, kind, there, form)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, kind: str, place: int) -> HttpResponse:
    """``/speak/<kind>/<place>/answer/``: 组织回应; released by another person."""
    actor = actor_of(request)
    there = _place(actor, kind, place)
    require(policies.may_answer(actor, kind, there))
    start = {"part": request.GET.get("part", "")[:40], "reply_to": number_of(request.GET.get("reply_to"))}
    form = AnswerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.say_officially(actor=actor, kind=kind, place=place, text=said["text"], key=said["key"],
                                   part=said["part"], reply_to=said["reply_to"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已经送审，由另一位同志放行后显示。")
            return to(there.url)
    return _show(request, kind, there, form, official=True)


@require_http_methods(["GET", "HEAD", "POST"])
def assist(request: HttpRequest, kind: str, place: int) -> HttpResponse:
    """``/speak/<kind>/<place>/assist/``: 代录, by telephone, at the counter, from paper (A02)."""
    actor = actor_of(request)
    there = _place(actor, kind, place)
    allowed = policies.may_assist(actor, kind, there)
    if isinstance(allowed, Denied):
        raise Refused(allowed)
    start = {"part": request.GET.get("part", "")[:40], "source": "visit"}
    form = AssistForm(request.POST or None, initial=start, inner=there.audience != "public", closed=not there.open)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.say(actor=actor, kind=kind, place=place, text=said["text"], key=said["key"], part=said["part"],
                        reply_to=said["reply_to"], front_name=said["front_name"], assisted_for=said["assisted_for"],
                        source=said["source"], in_time=said.get("in_time", False))  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已经代录，由另一位同志审核。")
            return to(there.url)
    return _show(request, kind, there, form, assisting="代群众录入" if there.audience == "public" else "代党员录入")
