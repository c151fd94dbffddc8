"""Registered public accounts of an organisation, asked of the room that keeps them, without knowing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicAccount:
    """One registered account in use. kind: 微信公众号 and the like; name: as people find it."""

    kind: str
    name: str


#: path of an organisation -> its accounts
Provider = Callable[[str], Sequence[PublicAccount]]
_provider: list[Provider] = []


def register_accounts(provider: Provider) -> None:
    """Called once by whoever may see both rooms."""
    _provider[:] = [provider]


def accounts(path: str) -> Sequence[PublicAccount]:
    """Accounts of exactly this organisation; none where no room registers any."""
    return _provider[0](path) if _provider else ()
