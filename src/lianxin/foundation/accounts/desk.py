"""What the pages of every room do first: who is asking, may they; and how a refusal comes back to the form."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The actor, taken out of the middleware's lazy wrapper, which cannot be taken apart."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    return Actor(actor.kind, actor.person_id, actor.name, actor.duties, actor.holds)


def no_duty(whose: str) -> Denied:
    """The answer to somebody whose post does not need a page. whose: "管站点的同志"."""
    return Denied(
        f"这一页是{whose}用的，您目前的岗位不需要它。", code="no_right",
        remedy="如果您的工作有调整，请联系本单位的系统管理员登记任职。",
    )  # fmt: skip


def door(refused: Denied) -> Callable[..., Callable[[View], View]]:
    """Make the ``at_desk(*verbs)`` of a room: strangers go to the sign-in page, people without one of the verbs
    get 403 with `refused`. No verb: any duty will do. Nothing behind it is kept by a cache."""

    def at_desk(*verbs: str) -> Callable[[View], View]:
        def wrap(view: View) -> View:
            @functools.wraps(view)
            def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                actor = actor_of(request)
                if actor.person_id is None:
                    return redirect_to_login(request.get_full_path())
                if actor.kind != "staff" or (verbs and not any(actor.has(verb) for verb in verbs)):
                    raise Refused(refused)
                response = view(request, *args, **kwargs)
                response.headers.setdefault("Cache-Control", "no-store")
                return response

            return run

        return wrap

    return at_desk


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one's own: strangers go to the sign-in page; nothing behind it is kept by a cache."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).person_id is None:
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return run


def need(found: Any) -> Any:
    """The row, or 404 with an audit line when it is outside the scope (P05)."""
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


def number_of(text: Any) -> int | None:
    """A primary key from a query string, or None."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def to(url: str) -> HttpResponse:
    """303: the next request is a GET, whatever this one was."""
    response = redirect(url)
    response.status_code = 303
    return response


def blame(form: forms.Form, refused: Refused) -> None:
    """The reason of a refusal beside its field, its rule for the page; what lies outside the scope is no matter of words."""
    denied = refused.denied
    if denied.code in ("out_of_scope", "no_right"):
        raise refused
    form.rule_id = denied.rule  # type: ignore[attr-defined]  # templates show the clause above the fields
    text = " ".join(part for part in (denied.reason, denied.remedy) if part)
    form.add_error(denied.field if denied.field in form.fields else None, text)
