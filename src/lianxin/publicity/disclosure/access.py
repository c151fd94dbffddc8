"""Who stands before the room: the reader, and the asker who proved to hold a query code in this session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page

from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.freshness import FOR_EVERYBODY

from . import codes, policies
from .models import Request

View = Callable[..., HttpResponse]
SESSION_KEY = "disclosure_held"
KEPT = 20
#: inner items are for some readers only: no cache keeps what a signed-in reader was shown
FOR_ONE = "private, no-store"
MISSES, SECONDS = 10, 600
_NEAR = ("", "127.0.0.1", "::1")


def anonymous(request: HttpRequest) -> bool:
    """Nobody is signed in and no code is held: the page is the same for everybody."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def for_everybody(view: View) -> View:
    """Conditional answers; kept by shared caches only for nobody in particular."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FOR_EVERYBODY if anonymous(request) else FOR_ONE)
        return response

    wrapped: View = conditional_page(run)
    return wrapped


def reader_of(request: HttpRequest) -> Actor:
    """The actor of the request with the requests whose codes it holds."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    held = [] if anonymous(request) else request.session.get(SESSION_KEY, [])
    # a plain one: the middleware's wrapper resolves late and cannot be taken apart
    return Actor(actor.kind, actor.person_id, actor.name, actor.duties,
                 frozenset(f"disclosure_request:{pk}" for pk in held))  # fmt: skip


def hold(request: HttpRequest, pk: int) -> None:
    """Remember for this session that the visitor proved to hold the code of a request."""
    held = [x for x in request.session.get(SESSION_KEY, []) if x != pk]
    request.session[SESSION_KEY] = [*held, pk][-KEPT:]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)  # gone with the browser: many sit at a machine of others


def put_away(request: HttpRequest) -> None:
    """Forget every request that was opened by its code: the next person at this machine finds none of them."""
    request.session.pop(SESSION_KEY, None)


def by_code(code: str) -> Request | None:
    """The request of a query code, or None."""
    try:
        hashed = codes.slow_hash(code)
    except ValueError:
        return None
    return Request.objects.unscoped("the holder of the code").filter(code_hash=hashed).first()


def own_request(actor: Actor, pk: int) -> Request | None:
    """A request that the reader made; None is answered with 404."""
    rows = Request.objects.unscoped("checked by is_asker").select_related("organisation")
    found = rows.filter(pk=pk).first()
    return found if found is not None and policies.is_asker(actor, found) else None


def blocked(request: HttpRequest) -> bool:
    """Too many misses of a code in a short time from one connection."""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """Count one miss; the count fades."""
    if not cache.add(_key(request), 1, SECONDS):
        cache.incr(_key(request))


def _key(request: HttpRequest) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    if address in _NEAR:
        address = str(request.META.get("HTTP_X_REAL_IP", address))
    return f"disclosure.misses:{blind_index(f'track:{address}')}"
