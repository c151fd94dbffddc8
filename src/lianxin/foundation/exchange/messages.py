"""The wire format: one canonical JSON object, signed with Ed25519 (RFC 8032), the signature in a header.

``{"v": 1, "id": uuid, "from": public key, "to": public key, "kind": text, "body": object}``; the answer has ``"answer"``
instead of kind and body. Keys and signatures are base64. The signature covers a word that says what is signed and the
bytes as they came; both names stand inside, so that a message to one instance means nothing to another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from lianxin.kernel.canonical import canonical_json

VERSION = 1
ASKED, ANSWERED = b"lianxin-exchange-1:message:", b"lianxin-exchange-1:answer:"
#: a message holds a letter or a table, never a file
LARGEST = 1_000_000
#: code of a refusal that no further try can change
UNUSABLE = "unusable"


class Forged(Exception):  # noqa: N818 - an answer of the check, not a fault of ours
    """Not what it claims to be; nothing of it is believed."""


class Malformed(Forged):
    """Not in the format at all."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, by whom and to whom (public keys)."""

    key: UUID
    sender: str
    receiver: str
    kind: str
    body: Mapping[str, Any]


def public_of(key: SigningKey) -> str:
    """The public half in base64 (44 signs)."""
    return base64.b64encode(bytes(key.verify_key)).decode()


def fingerprint(public: str) -> str:
    """What two people read to each other: sixteen groups of four hexadecimal signs of SHA-256."""
    text = hashlib.sha256(_key_bytes(public)).hexdigest()
    return " ".join(text[at : at + 4] for at in range(0, 64, 4))


def _key_bytes(public: str) -> bytes:
    try:
        raw = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("key") from error
    if len(raw) != 32:
        raise Malformed("key")
    return raw


def signed(key: SigningKey, content: Mapping[str, Any], what: bytes = ASKED) -> tuple[bytes, str]:
    """(bytes to send, signature in base64)."""
    raw = canonical_json(content)
    return raw, base64.b64encode(key.sign(what + raw).signature).decode()


def verified(public: str, raw: bytes, signature: str, what: bytes = ASKED) -> dict[str, Any]:
    """The object, when the holder of the key signed exactly these bytes. Raises Forged."""
    try:
        VerifyKey(_key_bytes(public)).verify(what + raw, base64.b64decode(signature, validate=True))
    except (BadSignatureError, binascii.Error, ValueError, TypeError) as error:
        raise Forged("signature") from error
    return parsed(raw)


def parsed(raw: bytes) -> dict[str, Any]:
    """The object of a message, not yet believed. Raises Malformed."""
    if len(raw) > LARGEST:
        raise Malformed("size")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Malformed("json") from error
    if not isinstance(found, dict) or found.get("v") != VERSION:
        raise Malformed("version")
    return found


def content_of(message: Message) -> dict[str, Any]:
    """The object that is signed."""
    return {
        "v": VERSION, "id": str(message.key), "from": message.sender, "to": message.receiver, "kind": message.kind,
        "body": dict(message.body),
    }  # fmt: skip


def message_of(found: Mapping[str, Any]) -> Message:
    """Raises Malformed."""
    try:
        message = Message(UUID(str(found["id"])), found["from"], found["to"], found["kind"], found["body"])
    except (KeyError, ValueError) as error:
        raise Malformed("fields") from error
    texts = (message.sender, message.receiver, message.kind)
    if not all(isinstance(text, str) for text in texts) or not isinstance(message.body, dict):
        raise Malformed("fields")
    return message
