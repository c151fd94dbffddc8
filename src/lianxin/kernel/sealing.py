"""Personal fields sealed at rest, with keys that can be changed.

libsodium's secret box (XSalsa20 and Poly1305) with a random nonce. A sealed text is
``key id:base64(nonce + ciphertext)``. A keyring is ``{key id: base64 of 32 bytes}``; the last one
seals, all of them open, so a new key is appended and old texts are sealed again at leisure.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

Keyring = Mapping[str, str]

_KEY_ID = re.compile(r"[A-Za-z0-9_.-]{1,32}")


class SealingError(ValueError):
    """A text cannot be sealed or opened; the message never holds keys or clear text."""


class UnknownKeyError(SealingError):
    """The key that sealed the text is not in the keyring."""


class WrongKeyError(SealingError):
    """The key of that name does not open the text, or the text was changed."""


class MalformedTokenError(SealingError):
    """The text is not in the sealed form."""


def new_key() -> str:
    """A fresh random key, base64, for the end of a keyring."""
    return base64.b64encode(random(SecretBox.KEY_SIZE)).decode()


def seal(text: str, keyring: Keyring) -> str:
    """Seal a text with the last key of the ring. The same text gives another token each time."""
    key_id = newest(keyring)
    sealed = _box(key_id, keyring).encrypt(text.encode("utf-8"))
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def open_(token: str, keyring: Keyring) -> str:
    """The clear text. UnknownKeyError, WrongKeyError or MalformedTokenError when it cannot be had."""
    key_id = key_of(token)
    try:
        sealed = base64.b64decode(token[len(key_id) + 1 :], validate=True)
    except (binascii.Error, ValueError):
        raise MalformedTokenError("the sealed text is damaged") from None
    if len(sealed) < SecretBox.NONCE_SIZE + SecretBox.MACBYTES:
        raise MalformedTokenError("the sealed text is cut short")
    try:
        return _box(key_id, keyring).decrypt(sealed).decode("utf-8")
    except CryptoError:
        raise WrongKeyError(f"key {key_id} does not open this text, or the text was changed") from None


def key_of(token: str) -> str:
    """Name of the key that sealed a text. MalformedTokenError when it names none."""
    key_id, colon, _ = token.partition(":")
    if not colon or not _KEY_ID.fullmatch(key_id):
        raise MalformedTokenError("this is not a sealed text")
    return key_id


def needs_sealing_again(token: str, keyring: Keyring) -> bool:
    """True when another key than the newest sealed it."""
    return key_of(token) != newest(keyring)


def newest(keyring: Keyring) -> str:
    """Name of the key that seals. SealingError for an empty ring or a name that a token cannot carry."""
    key_id = next(reversed(list(keyring)), "")
    if not _KEY_ID.fullmatch(key_id):
        raise SealingError("the keyring is empty or its last key has an unusable name")
    return key_id


def _box(key_id: str, keyring: Keyring) -> SecretBox:
    if key_id not in keyring:
        raise UnknownKeyError(f"key {key_id} is not in the keyring")
    try:
        return SecretBox(base64.b64decode(keyring[key_id], validate=True))
    except (binascii.Error, ValueError):
        raise SealingError(f"key {key_id} is not the base64 of {SecretBox.KEY_SIZE} bytes") from None
