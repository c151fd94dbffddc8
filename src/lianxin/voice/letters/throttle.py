"""How often somebody may miss a query code. Knows no address, only a keyed hash that fades."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from lianxin.foundation.spine.sealed import blind_index

MISSES = 10
SECONDS = 10 * 60
_NEAR = ("", "127.0.0.1", "::1")


def blocked(request: HttpRequest) -> bool:
    """Too many misses in a short time from this connection."""
    return int(cache.get(_key(request), 0)) >= MISSES


def missed(request: HttpRequest) -> None:
    """Count one miss; the count is forgotten `SECONDS` after the first."""
    if not cache.add(_key(request), 1, SECONDS):
        try:
            cache.incr(_key(request))
        except ValueError:  # it faded between the two lines
            cache.add(_key(request), 1, SECONDS)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our own nginx, which names the visitor, what that says."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    return str(request.META.get("HTTP_X_REAL_IP", address)) if address in _NEAR else address


def _key(request: HttpRequest) -> str:
    return f"letters.misses:{blind_index(f'track:{address_of(request)}')}"
