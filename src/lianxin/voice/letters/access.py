"""Who stands before a letter: the visitor with the letters whose query code was shown in this session."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest

from lianxin.kernel.actor import Actor

from . import codes, policies
from .models import Letter

SESSION_KEY = "letters_held"
KEPT = 20


def citizen_of(request: HttpRequest) -> Actor:
    """The actor of the request with what it holds. Anonymous visitors without a session cost nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return actor
    held = request.session.get(SESSION_KEY, [])
    return replace(_plain(actor), holds=frozenset(f"letter:{pk}" for pk in held)) if held else actor


def _plain(actor: Actor) -> Actor:
    """The actor itself out of its lazy wrapper, which `replace` cannot copy."""
    return Actor(actor.kind, actor.person_id, actor.name, actor.duties, actor.holds)


def open_by_code(request: HttpRequest, code: str) -> Letter | None:
    """The letter of a query code, remembered for this session; None when there is none."""
    try:
        hashed = codes.slow_hash(code)
    except ValueError:
        return None
    letter = Letter.objects.unscoped("the holder of the code").filter(code_hash=hashed).first()
    if letter is not None:
        held = [pk for pk in request.session.get(SESSION_KEY, []) if pk != letter.pk]
        request.session[SESSION_KEY] = [*held, letter.pk][-KEPT:]
        if not request.user.is_authenticated:
            request.session.set_expiry(0)  # gone with the browser: many sit at a machine of others
    return letter


def put_away(request: HttpRequest) -> None:
    """Forget every letter that was opened by its code: the next person at this machine finds none of them."""
    request.session.pop(SESSION_KEY, None)


def own_letter(request: HttpRequest, pk: int) -> Letter | None:
    """A letter that the visitor wrote or holds the code of; None is answered with 404."""
    letter = (
        Letter.objects.unscoped("checked by is_author").filter(pk=pk).select_related("organisation", "topic").first()
    )
    return letter if letter is not None and policies.is_author(citizen_of(request), letter) else None
