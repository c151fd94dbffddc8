"""Sealing a push message for one browser (RFC 8291 over RFC 8188), and the VAPID ticket (RFC 8292)."""

from __future__ import annotations

import base64
import json
import os
import struct
import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RECORD = 4096
#: what fits one record: less the tag of 16 bytes and the closing byte
LONGEST = RECORD - 17 - 86
TICKET_SECONDS = 12 * 3600


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """The bytes behind `b64`. Raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def seal(
    message: bytes, *, p256dh: str, auth: str, salt: bytes | None = None, key: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of a push request in ``aes128gcm``. salt and key are only given by tests.

    Raises ValueError for keys that are none, or a message over `LONGEST` bytes.
    """
    if len(message) > LONGEST:
        raise ValueError("a push message is too long")
    theirs = unb64(p256dh)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    secret = unb64(auth)
    if len(secret) != 16:
        raise ValueError("auth has 16 bytes")
    salt = salt or os.urandom(16)
    own = key or ec.generate_private_key(ec.SECP256R1())
    ours = _point(own.public_key())
    shared = _hkdf(secret, own.exchange(ec.ECDH(), browser), b"WebPush: info\0" + theirs + ours, 32)
    content_key = _hkdf(salt, shared, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, shared, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack(">IB", RECORD, len(ours)) + ours
    return head + AESGCM(content_key).encrypt(nonce, message + b"\x02", None)


def new_key() -> str:
    """A fresh VAPID key (its 32 secret bytes in base64url)."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return b64(number.to_bytes(32, "big"))


def load_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key behind `new_key`."""
    return ec.derive_private_key(int.from_bytes(unb64(text), "big"), ec.SECP256R1())


def public_key(text: str) -> str:
    """What the browser is given as applicationServerKey."""
    return b64(_point(load_key(text).public_key()))


def ticket(endpoint: str, *, key: str, contact: str) -> str:
    """The Authorization header: who sends, for which push service, until when. contact: mailto: or https:."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + TICKET_SECONDS, "sub": contact}
    head = b64(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    unsigned = f"{head}.{b64(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(load_key(key).sign(unsigned.encode(), ec.ECDSA(hashes.SHA256())))
    signed = b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={unsigned}.{signed}, k={public_key(key)}"
