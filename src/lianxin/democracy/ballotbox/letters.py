"""Signed and sealed messages that trustees send one another through somebody in between (specification, section 4.6)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from .credentials import ALPHABET
from .groups import Group
from .numbers import Number
from .proofs import Proof, exponent_known, prove_exponent, read_ciphertext, read_proof
from .texts import MalformedError, compact, decimal, fields, read

_SEED = 22
_TAG = 8
#: the counter of CCM takes two bytes up to this length and three beyond
_SHORT = 65536


class LetterError(ValueError):
    """A letter does not open with this key, is for somebody else, or its sender did not sign it."""


def new_seed() -> str:
    """Everything a trustee must keep during the ceremony: 22 digits of base 58 (128 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_SEED))


@dataclass(frozen=True)
class Keys:
    """The two secrets of a seed: one signs, one opens."""

    group: Group
    signing: int
    opening: int

    @property
    def verification(self) -> Number:
        return self.group.secret(self.group.g, self.signing)

    @property
    def encryption(self) -> Number:
        return self.group.secret(self.group.g, self.opening)


def keys_of(seed: str, group: Group) -> Keys:
    return Keys(group, _digest(f"sk|{seed}"), _digest(f"dk|{seed}"))


@dataclass(frozen=True)
class Signed:
    """A text and who vouches for it."""

    message: str
    signature: Proof

    def plain(self) -> dict[str, Any]:
        return {"message": self.message, "signature": self.signature.plain()}


def sign(keys: Keys, message: str) -> Signed:
    return Signed(message, prove_exponent(keys.group, f"sigmsg|{message}|", keys.signing))


def read_signed(value: Any, what: str) -> Signed:
    found = fields(value, what, ("message", "signature"))
    if not isinstance(found["message"], str):
        raise MalformedError(f"{what}: the message is no text")
    return Signed(found["message"], read_proof(found["signature"], what))


def signed_by(group: Group, verification: Number, signed: Signed) -> bool:
    return exponent_known(group, f"sigmsg|{signed.message}|", verification, signed.signature)


def send(keys: Keys, recipient: Number, message: str) -> str:
    """Signed by the sender, sealed for the holder of `recipient`, as one line of text."""
    group = keys.group
    inside = sign(keys, compact({"recipient": str(recipient), "message": message}))
    r, s = group.random(), group.random()
    alpha, shared = group.secret(group.g, r), group.secret(group.g, s)
    beta = group.secret(recipient, r) * shared % group.p
    raw = compact(inside.plain()).encode()
    data = AESCCM(_key(shared), _TAG).encrypt(_nonce(alpha, len(raw)), raw, None)
    return compact({"alpha": str(alpha), "beta": str(beta), "data": data.hex()})


def receive(keys: Keys, sender: Number, text: str) -> str:
    """What `send` wrote for us; LetterError when the seal, the signature or the recipient is another's."""
    group = keys.group
    found = fields(read(text), "letter", ("alpha", "beta", "data"))
    pair = read_ciphertext({"alpha": found["alpha"], "beta": found["beta"]}, "letter")
    if not (group.holds(pair.alpha) and group.holds(pair.beta)):
        raise LetterError("the letter is no pair of elements")
    shared = group.over(pair.beta, group.secret(pair.alpha, keys.opening))
    try:
        data = bytes.fromhex(found["data"])
        raw = AESCCM(_key(shared), _TAG).decrypt(_nonce(pair.alpha, len(data) - _TAG), data, None)
    except (InvalidTag, ValueError, TypeError):
        raise LetterError("the letter does not open with this key") from None
    inside = read_signed(read(raw), "letter")
    if not signed_by(group, sender, inside):
        raise LetterError("the letter is not signed by its sender")
    channel = fields(read(inside.message), "letter", ("recipient", "message"))
    if decimal(channel["recipient"], "recipient") != keys.encryption or not isinstance(channel["message"], str):
        raise LetterError("the letter is for somebody else")
    return channel["message"]


def _key(shared: Number) -> bytes:
    return hashlib.sha256(f"key|{shared}".encode()).digest()


def _nonce(alpha: Number, length: int) -> bytes:
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()[: 13 if length < _SHORT else 12]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
