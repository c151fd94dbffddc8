"""How many requests a minute one reader or one sender may make. A limit for fairness, not for safety.

Counted in the cache by the minute of the clock: with Redis for all processes together, without it for
each process. Addresses and keys are counted under a keyed hash and forgotten after two minutes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from lianxin.foundation.spine.sealed import blind_index
from lianxin.voice.letters.throttle import address_of

from .actions import key_of

MINUTE = 60
#: how long it is remembered whether a key is in force; posting asks the table itself
_KNOWN = 60
_HEADER, _ARGUMENT = "X-Api-Key", "api_key"


@dataclass(frozen=True, slots=True)
class Limit:
    """setting: name of the figure in the settings; 0 there means no limit."""

    name: str
    setting: str

    def most(self) -> int:
        """Requests in a minute."""
        return int(getattr(settings, self.setting))


READS = Limit("reads", "API_READS_PER_MINUTE")
POSTS = Limit("posts", "API_POSTS_PER_MINUTE")


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a request; 0 when it may pass, else the seconds until the next minute of the clock."""
    limit = POSTS if request.method == "POST" else READS
    most = limit.most()
    if most <= 0:
        return 0
    now = int(time.time())
    if _count(f"api.spent:{limit.name}:{now // MINUTE}:{_who(request)}") <= most:
        return 0
    return MINUTE - now % MINUTE


def _count(key: str) -> int:
    if cache.add(key, 1, 2 * MINUTE):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it faded between the two lines
        return 1


def _who(request: HttpRequest) -> str:
    """The key, where one in force was shown, else the address. A wrong key counts as none, else it would be no limit."""
    text = request.headers.get(_HEADER, "") or request.GET.get(_ARGUMENT, "")
    if not text and request.method == "POST":
        # read only where the call reads it too, and never more than a form of ordinary size
        text = _posted(request)
    if text:
        hashed = blind_index(f"api-limit:{text[:200]}")
        known = cache.get(f"api.known:{hashed}")
        if known is None:
            found = key_of(text)
            known = found.pk if found else 0
            cache.set(f"api.known:{hashed}", known, _KNOWN)
        if known:
            return f"key:{known}"
    return f"address:{blind_index(f'api:{address_of(request)}')[:32]}"


def _posted(request: HttpRequest) -> str:
    try:
        return str(request.POST.get(_ARGUMENT, ""))
    except Exception:
        return ""
