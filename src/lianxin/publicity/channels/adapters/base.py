"""What every adapter offers, and how it says that something did not work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from django.conf import settings

from ..models import Dispatch, PublicAccount
from ..text import Reply, Text

TIMEOUT = httpx.Timeout(20.0, connect=10.0)

#: where the platforms listen; the installation may name a relay in ``settings.CHANNEL_ENDPOINTS``
ENDPOINTS = {"wechat": "https://api.weixin.qq.com", "weibo": "https://api.weibo.com"}


class GivenUp(Exception):  # noqa: N818 - an answer of the other side, trying again is of no use
    """Trying again is useless. The text is shown on the workbench: no secret, no address in it."""


class Later(Exception):  # noqa: N818 - an answer as well
    """Try again in `seconds`. counts: whether this was a failed attempt (asking for progress is none)."""

    def __init__(self, reason: str, seconds: float, *, counts: bool = True) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.counts = counts


@dataclass(slots=True)
class Sending:
    """One attempt. `steps` is what earlier attempts reached; `save` keeps it and renews the claim.

    `save` raises when the claim was lost: then another worker is at it and this one must stop.
    """

    account: PublicAccount
    dispatch: Dispatch
    text: Text
    steps: dict[str, Any]
    save: Callable[[], None]
    #: the text was taken down: finish what was begun, begin nothing
    gone: bool = False
    #: asked between two subscribers: whether the text may still be read by everybody
    still: Callable[[], bool] = lambda: True

    @property
    def signature(self) -> str:
        """The name under which this account speaks (C01)."""
        return str(self.account.organisation.name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the other side calls it, where it can be read there, and how many it went to (0: unknown)."""

    remote_id: str = ""
    url: str = ""
    receivers: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what will stand on the platform: its name, the words as they go out, and how many it takes (0: any)."""

    label: str
    words: str
    limit: int = 0
    #: how many the text itself has; more than `limit` means that it was cut
    whole: int = 0

    @property
    def is_cut(self) -> bool:
        return bool(self.limit) and self.whole > self.limit


@dataclass(frozen=True, slots=True)
class Adapter:
    """A platform. secrets: {name: label} of what is registered and sealed.

    preview: what would stand there. withdraw: takes a text back that ``Sending.dispatch`` brought out; None when
    the platform cannot. answer: the text goes to one person, at the address that the platform gave.
    fetch: replies, each with that address.
    """

    kind: str
    label: str
    send: Callable[[Sending], Outcome]
    secrets: dict[str, str] = field(default_factory=dict)
    fetch: Callable[[PublicAccount], Iterable[tuple[Reply, str]]] | None = None
    preview: Callable[[Text, str], list[Part]] = lambda text, signature: []
    withdraw: Callable[[Sending], Outcome] | None = None
    answer: Callable[[Sending, str], Outcome] | None = None


class Sends(Protocol):
    """The one call of an adapter: returns when the other side took the text over.

    `GivenUp`: useless to repeat. `Later`: again at a given time. Every other exception: again with
    growing distance. An adapter never sends what its `steps` say was sent.
    """

    def __call__(self, sending: Sending) -> Outcome: ...


ADAPTERS: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Plug an adapter in; a second one of the same kind replaces the first."""
    ADAPTERS[adapter.kind] = adapter


def endpoint(kind: str) -> str:
    """Base address of a platform, without a slash at the end."""
    named: dict[str, str] = getattr(settings, "CHANNEL_ENDPOINTS", {})
    return named.get(kind, ENDPOINTS.get(kind, "")).rstrip("/")


def client() -> httpx.Client:
    """A client that follows nobody elsewhere."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def wait_of(answer: httpx.Response, usual: float) -> float:
    """Seconds of a Retry-After header, within a minute and a day; else the usual ones."""
    named = answer.headers.get("Retry-After", "")
    return min(86400.0, max(60.0, float(named))) if named.isdigit() else usual
