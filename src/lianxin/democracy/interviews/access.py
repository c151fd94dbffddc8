"""Who stands before the room: caches for everybody, the booking number held in this session, how often one may try."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page

from lianxin.foundation.accounts.desk import actor_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.freshness import LIVE

View = Callable[..., HttpResponse]
SESSION_KEY = "receptions_held"
KEPT = 20
FOR_EVERYBODY, FOR_ONE = LIVE, "private, no-store"
MISSES, SECONDS = 10, 600
_NEAR = ("", "127.0.0.1", "::1")


def anonymous(request: HttpRequest) -> bool:
    """Nobody is signed in and no number is held: the page is the same for everybody."""
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


def private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere."""
    response.headers["Cache-Control"] = "no-store"
    return response


def visitor_of(request: HttpRequest) -> Actor:
    """The actor with the bookings whose numbers this session holds."""
    actor = actor_of(request)
    held = [] if anonymous(request) else request.session.get(SESSION_KEY, [])
    return Actor(actor.kind, actor.person_id, actor.name, actor.duties, frozenset(f"visit:{pk}" for pk in held))


def hold(request: HttpRequest, pk: int) -> None:
    """Remember for this session that the visitor showed the number of a booking."""
    held = [x for x in request.session.get(SESSION_KEY, []) if x != pk]
    request.session[SESSION_KEY] = [*held, pk][-KEPT:]
    if not request.user.is_authenticated:
        request.session.set_expiry(0)  # gone with the browser: many sit at a machine of others


def put_away(request: HttpRequest) -> None:
    """Forget every booking that was opened by its number: the next person at this machine finds none of them."""
    request.session.pop(SESSION_KEY, None)


def blocked(request: HttpRequest) -> bool:
    """Too many misses of a number in a short time from one connection."""
    return int(cache.get(_key(request, "misses"), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """Count one miss; the count fades."""
    _count(_key(request, "misses"), SECONDS)


def too_many(request: HttpRequest) -> bool:
    """LX-161: bookings from one connection. Knows no address, only a keyed hash that fades."""
    return int(cache.get(_key(request, "booked"), 0)) >= rule("LX-161").count("tries")


def booked(request: HttpRequest) -> None:
    _count(_key(request, "booked"), rule("LX-161").count("window") * 60)


def _count(key: str, seconds: int) -> None:
    if not cache.add(key, 1, seconds):
        try:
            cache.incr(key)
        except ValueError:  # it faded between the two lines
            cache.add(key, 1, seconds)


def _key(request: HttpRequest, what: str) -> str:
    address = str(request.META.get("REMOTE_ADDR", ""))
    if address in _NEAR:
        address = str(request.META.get("HTTP_X_REAL_IP", address))
    return f"receptions.{what}:{blind_index(f'receptions:{address}')}"
