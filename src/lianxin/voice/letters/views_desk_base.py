"""What every desk page of the room does first: who is asking, may they, which letter."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .models import Letter
from .queries import desk

View = Callable[..., HttpResponse]

NO_DUTY = Denied(
    "这一页是工作人员用的，您目前的岗位不需要它。",
    code="no_right",
    remedy="如果您的工作有调整，请联系本单位的系统管理员登记任职。",
)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A list that a person keeps under a name."""

    pk: int
    name: str
    query: str


#: installed by the workbench, which keeps the rows: person id -> views of the letters list
_ports: dict[str, Callable[[int], Sequence[SavedView]]] = {}


def install_saved_views(provide: Callable[[int], Sequence[SavedView]]) -> None:
    """The workbench plugs itself in here; the room lies below it and does not import it."""
    _ports["letters"] = provide


def saved_views(person_id: int | None) -> Sequence[SavedView]:
    """The lists that this person keeps."""
    provide = _ports.get("letters")
    return provide(person_id) if provide is not None and person_id is not None else ()


def at_desk(*verbs: str) -> Callable[[View], View]:
    """Strangers go to the sign-in page, people without one of the verbs get 403 with an explanation.

    Nothing behind it is kept by a cache, whatever the next person at the same machine asks for.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.person_id is None:
                return redirect_to_login(request.get_full_path())
            if not any(actor.has(verb) for verb in verbs):
                raise Refused(NO_DUTY)
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return run

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Set by ActorMiddleware."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def letter_at_desk(actor: Actor, pk: int) -> Letter:
    """The letter with all that the desk shows; outside the scope there is nothing (P05)."""
    letter = desk.one(actor, pk)
    if letter is None:
        raise Refused(OUT_OF_SCOPE)
    return letter


def number_of(text: Any) -> int | None:
    """A primary key from a query string, or None."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
