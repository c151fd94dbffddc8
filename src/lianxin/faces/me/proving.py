"""A six-digit code on its way to an address, and typed back: what proves that a phone or a mailbox is somebody's own.

Kept in the cache alone, as a keyed hash, for ten minutes: five tries for a code, three codes in that time.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.cache import cache

from lianxin.foundation.notices.actions import send_to_address
from lianxin.foundation.spine.sealed import blind_index, open_text, seal_text
from lianxin.kernel.decision import Denied, Refused

VALID_SECONDS = 600
TRIES = 5
SENDS = 3
TOO_OFTEN = Denied("发得太频繁，请过十分钟再试。", code="too_soon")
TOO_MANY = Denied("输错次数太多，请重新获取核验码。", code="too_many", field="code")
WRONG = Denied("核验码不对或者已经过期，请照收到的再输一次。", code="wrong", field="code")


def count(key: str, most: int = SENDS) -> None:
    """One more code asked for under a key. Raises `Refused` when it is too many in a while."""
    if int(cache.get_or_set(key, 0, VALID_SECONDS) or 0) >= most:
        raise Refused(TOO_OFTEN)
    cache.incr(key)


def send(key: str, *, channel: str, address: str, title: str, words: str) -> None:
    """Send a fresh code; what was sent before under the key holds no more. words: what it is for, before the code."""
    code, nonce = f"{secrets.randbelow(1_000_000):06}", secrets.token_hex(8)
    sent = {"code": blind_index(f"{nonce}:{code}"), "nonce": nonce, "to": seal_text(address), "tries": 0}
    cache.set(key, sent, VALID_SECONDS)
    send_to_address(
        channel=channel, address=address, code="me.phone_code", title=title, key=f"proving:{nonce}", urgent=True,
        body=f"{words} {code}，十分钟内有效。如果不是您本人操作，请不要理会。",
    )  # fmt: skip


def check(key: str, typed: str) -> str:
    """The address that the code proves. Raises `Refused`. Whoever used it calls `forget`."""
    sent: dict[str, Any] | None = cache.get(key)
    if sent is None:
        raise Refused(WRONG)
    if sent["tries"] >= TRIES:
        raise Refused(TOO_MANY)
    digits = re.sub(r"\D", "", typed)
    if not secrets.compare_digest(blind_index(f"{sent['nonce']}:{digits}"), sent["code"]):
        cache.set(key, sent | {"tries": sent["tries"] + 1}, VALID_SECONDS)
        raise Refused(WRONG)
    return open_text(sent["to"])


def waits(key: str) -> bool:
    """Whether a code is on its way."""
    return cache.get(key) is not None


def forget(key: str) -> None:
    """A code holds once."""
    cache.delete(key)
