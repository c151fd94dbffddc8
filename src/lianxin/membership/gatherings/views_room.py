"""签到 in the room: the page for the wall whose code changes, and what the code leads to on somebody's phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, code_of_room, policies, queries
from .announcing import MINE
from .models import Gathering
from .views_desk import at_desk
from .words import HERE

#: how long somebody who has scanned the code may take to sign in to the house and press the button
GRACE = timedelta(minutes=10)
_KEPT = "gatherings.seen"


@require_safe
@at_desk(policies.KEEP)
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/gatherings/<pk>/screen/``: for the wall. With ``?part=1`` only what changes."""
    actor = actor_of(request)
    one: Gathering = need(queries.one(actor, pk))
    need(one if policies.may_keep(actor, one.org_path) else None)
    decision, now = policies.may_sign_in(one), timezone.now()
    rows = queries.people(one)
    context: dict[str, Any] = {
        "one": one, "denied": decision if isinstance(decision, Denied) else None, "seconds": code_of_room.seconds_left(now),
        "drawing": code_of_room.drawing(one.pk, now) if decision else "", "due": sum(row.role == "called" for row in rows),
        "here": sum(row.mark in HERE for row in rows),
    }  # fmt: skip
    part = request.GET.get("part") == "1"
    return render(request, "gatherings/desk/wall_code.html" if part else "gatherings/desk/screen.html", context)


@require_safe
@never_cache
def scanned(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """``/me/gatherings/<pk>/here/<code>/``: what the camera opens. Changes nothing but this browser's own session."""
    one: Gathering | None = Gathering.objects.unscoped("whoever stands before the code").filter(pk=pk).first()
    if one is None or not code_of_room.is_shown(pk, code, timezone.now()):
        return render(request, "gatherings/stale.html", status=410)
    request.session[_KEPT] = {"gathering": pk, "until": (timezone.now() + GRACE).timestamp()}
    return to(f"{MINE}{pk}/here/")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/gatherings/<pk>/here/``: one button, once."""
    actor = actor_of(request)
    row = queries.own_row(actor.person_id, pk)
    if row is not None and row.mark in HERE:
        return to(f"{MINE}{pk}/")
    kept = request.session.get(_KEPT) or {}
    if kept.get("gathering") != pk or kept.get("until", 0) < timezone.now().timestamp():
        return render(request, "gatherings/stale.html", status=410)
    one = Gathering.objects.unscoped("checked by the code").select_related("organisation").get(pk=pk)
    denied: Denied | None = None
    if request.method == "POST":
        try:
            actions.sign_in(actor=actor, gathering=one, way="code")
        except Refused as refused:
            denied = refused.denied
        else:
            del request.session[_KEPT]
            toasts.say(request, "已签到。")
            return to(f"{MINE}{pk}/")
    context = {"one": one, "denied": denied, "row": row}
    return render(request, "gatherings/here.html", context, status=422 if denied is not None else 200)
