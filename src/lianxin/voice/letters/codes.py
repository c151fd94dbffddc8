"""Query codes: 80 bits, shown to the citizen, kept only as a slow hash.

The code is derived from the random key of the form and a secret of the installation, so that a
sender whose answer got lost on the way sees the same code again by sending the same form again.
The key itself is not stored, only its keyed hash; the code cannot be made from the database.
"""

from __future__ import annotations

import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from lianxin.kernel.receipts import code_from_bytes, normalise


def code_for(key: str) -> str:
    """The printed query code that belongs to a form's key."""
    secret = hmac.new(settings.LOOKUP_KEY.encode(), b"letter-code:" + key.encode(), hashlib.sha256).digest()
    return code_from_bytes(secret[:10])


def slow_hash(code: str) -> str:
    """Argon2id of a code. One salt for the installation, so that a code alone finds its letter."""
    clean = normalise(code)
    if clean is None:
        raise ValueError("not a query code")
    salt = hashlib.sha256(b"letter-code-salt:" + settings.LOOKUP_KEY.encode()).digest()[:16]
    memory = getattr(settings, "CODE_HASH_MEMORY_KIB", 19456)
    return hash_secret_raw(clean.encode(), salt, 2, memory, 1, 32, Type.ID).hex()
