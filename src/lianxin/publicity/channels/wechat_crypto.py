"""Signatures and sealed messages of WeChat official accounts, as its developer documents describe them.

Signature: SHA-1 over the sorted, joined texts. Sealed mode: AES-256-CBC with the key from the 43
characters EncodingAESKey, its first 16 bytes as IV, PKCS#7 padding to blocks of 32 bytes; inside
stand 16 random bytes, the length of the message in four bytes (big end first), the message, the AppID.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
_HEAD = 16


class Forged(Exception):  # noqa: N818 - an answer, not an error of ours
    """The message does not come from the platform, or not for this account."""


def signature(*texts: str) -> str:
    """SHA-1 in hex of the texts, sorted and joined."""
    return hashlib.sha1("".join(sorted(texts)).encode()).hexdigest()  # noqa: S324 - the platform's own scheme


def is_signed(given: str, *texts: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), signature(*texts).encode())


def _cipher(aes_key: str) -> Cipher:
    try:
        key = base64.b64decode(f"{aes_key}=", validate=False)
    except binascii.Error:
        raise Forged("EncodingAESKey is not base64") from None
    if len(key) != 32:
        raise Forged("EncodingAESKey does not hold 32 bytes")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def seal(message: str, *, aes_key: str, app_id: str) -> str:
    """Base64 of the sealed message."""
    raw = message.encode()
    whole = os.urandom(_HEAD) + struct.pack(">I", len(raw)) + raw + app_id.encode()
    pad = BLOCK - len(whole) % BLOCK
    sealer = _cipher(aes_key).encryptor()
    return base64.b64encode(sealer.update(whole + bytes([pad]) * pad) + sealer.finalize()).decode()


def open_(sealed: str, *, aes_key: str, app_id: str) -> str:
    """The message. Raises `Forged` for damaged text, another key or another account's message."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        opener = _cipher(aes_key).decryptor()
        whole = opener.update(raw) + opener.finalize()
        pad = whole[-1]
        if not 1 <= pad <= BLOCK or whole[-pad:] != bytes([pad]) * pad:
            raise Forged("bad padding")
        (length,) = struct.unpack(">I", whole[_HEAD : _HEAD + 4])
        rest = whole[_HEAD + 4 : -pad]
        if length > len(rest) or rest[length:] != app_id.encode():
            raise Forged("not for this account")
        return rest[:length].decode()
    except (ValueError, IndexError, struct.error, UnicodeDecodeError):
        raise Forged("not a sealed message") from None
