"""Keeps secrets and personal numbers out of the ledger: what is written there can never be removed.

A key that names a secret, or a value that looks like an identity or phone number, is a programming
error: it raises where code is developed and tested (``AUDIT_STRICT``), and is masked in service, so
that a citizen's action does not fail for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.conf import settings

from lianxin.kernel.receipts import normalise

MASK = "（已隐去）"

#: words that make a key secret wherever they stand in it (``new_password``, ``phone_hash``)
_WORDS = """
password passwd pwd passphrase secret token otp totp phone mobile telephone tel idcard credential credentials
cookie session 密码 口令 手机 电话 身份证 查询码 验证码
"""
#: keys that are secret only as a whole; ``reason_code`` or ``region_code`` is an ordinary word
_KEYS = """
query_code receipt receipt_code verification_code verify_code sms_code recovery_code recovery_codes
identity_number id_number identity identity_card private_key api_key signing_key
"""
SECRET_WORDS = frozenset(_WORDS.split())
SECRET_KEYS = frozenset(_KEYS.split())
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]?(?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")
#: a citizen's query code as it is printed, and the usual one-time code
_RECEIPT = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{4}[- ]){4}[0-9A-Za-z](?![0-9A-Za-z])")
_ONE_TIME = re.compile(r"\d{4}|\d{6}")
_SPLIT = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class SecretInLedger(ValueError):  # noqa: N818 - named after what it found
    """A secret or a personal number was about to be written in clear."""


def strict() -> bool:
    """True where a secret raises instead of being masked: AUDIT_STRICT, else only under the test settings."""
    under_test = str(getattr(settings, "SETTINGS_MODULE", "")).endswith(".test")
    return bool(getattr(settings, "AUDIT_STRICT", under_test))


def is_secret_key(key: str) -> bool:
    """True when a key by its name holds a secret or a personal number."""
    plain = _CAMEL.sub("_", key).lower()
    words = {word for word in _SPLIT.split(plain) if word}
    return plain in SECRET_KEYS or bool(words & SECRET_WORDS)


def is_secret_code(value: Any) -> bool:
    """True when what stands under the bare key ``code`` is a query code or a one-time code.

    An organisation's or a reason's code stands there rightly.
    """
    text = str(value)
    return normalise(text) is not None or bool(_ONE_TIME.fullmatch(text))


def looks_personal(text: str) -> bool:
    """True when a text holds the shape of an identity or phone number (full-width too) or a printed query code."""
    plain = unicodedata.normalize("NFKC", text)
    codes = (match.group() for match in _RECEIPT.finditer(plain))
    return bool(_IDENTITY.search(plain) or _PHONE.search(plain) or any(normalise(code) for code in codes))


def clean(data: Mapping[str, Any], *, raising: bool | None = None) -> dict[str, Any]:
    """The mapping as plain JSON values without secrets.

    raising: None asks `strict()`. Raises SecretInLedger (naming the key, never the value) or
    TypeError for a value that is not data (a model instance, bytes).
    """
    raising = strict() if raising is None else raising
    return {str(key): _value(str(key), value, raising) for key, value in data.items()}


def _value(key: str, value: Any, raising: bool) -> Any:
    name = key.rsplit(".", 1)[-1]
    # True, False and None tell that a secret changed, not what it is
    telling = value is not None and not isinstance(value, bool)
    if telling and (is_secret_key(name) or (name.lower() == "code" and is_secret_code(value))):
        return _refuse(key, raising)
    if isinstance(value, Mapping):
        return {str(k): _value(f"{key}.{k}", v, raising) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_value(key, item, raising) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_value(key, item, raising) for item in value), key=str)
    return _leaf(key, value, raising)


def _leaf(key: str, value: Any, raising: bool) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal | float):
        value = str(value)  # a float has more than one spelling, its text has one
    if not isinstance(value, str | int):
        raise TypeError(f"{key}: {type(value).__name__} is not data for the ledger")
    if looks_personal(str(value)):
        return _refuse(key, raising)
    return str(value) if isinstance(value, str) else value


def _refuse(key: str, raising: bool) -> str:
    if raising:
        raise SecretInLedger(f"“{key}” would put a secret or a personal number into the ledger")
    return MASK
