"""Booking numbers: shown once, kept only as a slow hash, the same for the same form sent again."""

from __future__ import annotations

import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from lianxin.kernel.receipts import code_from_bytes, normalise

_PURPOSE = b"reception-visit:"


def code_for(key: str) -> str:
    """The printed number that belongs to a form's key; it cannot be made from the database."""
    secret = hmac.new(settings.LOOKUP_KEY.encode(), _PURPOSE + key.encode(), hashlib.sha256).digest()
    return code_from_bytes(secret[:10])


def slow_hash(code: str) -> str:
    """Argon2id of a number, one salt for the installation. Raises ValueError for what is none."""
    clean = normalise(code)
    if clean is None:
        raise ValueError("not a booking number")
    salt = hashlib.sha256(_PURPOSE + settings.LOOKUP_KEY.encode()).digest()[:16]
    memory = getattr(settings, "CODE_HASH_MEMORY_KIB", 19456)
    return hash_secret_raw(clean.encode(), salt, 2, memory, 1, 32, Type.ID).hex()
