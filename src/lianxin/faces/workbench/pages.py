"""What every page of the workbench does first."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

NO_DUTY = Denied(
    "工作台是给承担工作的同志用的，您现在没有任职，暂时用不到它。",
    code="no_right",
    remedy="要反映问题请用“我要留言”；如果您刚有了工作职责，请联系本单位的系统管理员登记任职。",
)
NO_RIGHT = Denied(
    "您的岗位不需要这一页。", code="no_right", remedy="如果工作有调整，请联系本单位的系统管理员登记任职。"
)


def for_staff(verb: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Strangers go to the sign-in page; people without a duty, or without the verb, get 403 and the reason."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.person_id is None:
                return redirect_to_login(request.get_full_path())
            if actor.kind != "staff":
                raise Refused(NO_DUTY)
            if verb and not actor.has(verb):
                raise Refused(NO_RIGHT)
            return view(request, *args, **kwargs)

        return run

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Set by ActorMiddleware."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def explain(form: forms.Form, refused: Refused) -> None:
    """The reason of a refusal beside its field; what lies outside the scope is no matter of words."""
    denied = refused.denied
    if denied.code in ("out_of_scope", "no_right"):
        raise refused
    text = " ".join(part for part in (denied.reason, denied.remedy) if part)
    form.add_error(denied.field if denied.field in form.fields else None, text)


def to(url: str) -> HttpResponse:
    """303: the next request is a GET, whatever this one was."""
    response = redirect(url)
    response.status_code = 303
    return response


def number_of(text: Any) -> int | None:
    """A primary key from a query string, or None."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
