"""What a voter holds and what the public sees of it (specification, section 4.5)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from .groups import Group
from .numbers import Number
from .texts import MalformedError, decimal, rows

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS, _PART, _CHECK, _ROUNDS = 14, 3, 53, 1000
#: an event holds weights above this as text
LARGEST_PLAIN_WEIGHT = 1073741823
_SHORTEST_UUID = 14


def new_uuid() -> str:
    """Name of an election: 14 digits of base 58."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_SHORTEST_UUID))


def is_uuid(text: object) -> bool:
    return isinstance(text, str) and len(text) >= _SHORTEST_UUID and set(text) <= set(ALPHABET)


def new_credential() -> str:
    """Fourteen random digits of base 58 (82 bits) and a check digit, in five groups of three."""
    digits = "".join(secrets.choice(ALPHABET) for _ in range(_DIGITS))
    return _grouped(digits + ALPHABET[_CHECK - _value(digits) % _CHECK])


def understood(typed: str) -> str | None:
    """The credential that somebody typed, dashes and spaces wherever they stand; None when the check digit is wrong.

    Base 58 knows no 0, O, I and l, so a letter misread for another is noticed and not guessed.
    """
    digits = "".join(c for c in typed if c not in "- \t\n—－·　")
    if len(digits) != _DIGITS + 1 or not set(digits) <= set(ALPHABET):
        return None
    if ALPHABET[_CHECK - _value(digits[:-1]) % _CHECK] != digits[-1]:
        return None
    return _grouped(digits)


def secret_of(credential: str, uuid: str, group: Group) -> int:
    """The signing key that a credential means in one election: PBKDF2-HMAC-SHA256, 1,000 rounds, modulo q."""
    raw = hashlib.pbkdf2_hmac("sha256", credential.encode(), uuid.encode(), _ROUNDS, 32)
    return int.from_bytes(raw, "big") % int(group.q)


def public_of(credential: str, uuid: str, group: Group) -> Number:
    """What the roll shows of a credential: g to its secret."""
    return group.secret(group.g, secret_of(credential, uuid, group))


@dataclass(frozen=True)
class Entitled:
    """One line of the published roll."""

    public: Number
    weight: int = 1

    def plain(self) -> str:
        return f"{self.public},{self.weight}" if self.weight != 1 else str(self.public)


def roll(entitled: Sequence[Entitled]) -> list[str]:
    """The published list, in the order of the numbers, which says nothing of the order of the voters.

    ValueError when a credential stands twice.
    """
    if len({one.public for one in entitled}) != len(entitled):
        raise ValueError("a credential stands twice")
    return [one.plain() for one in sorted(entitled, key=lambda one: one.public)]


def read_roll(value: object, group: Group) -> dict[int, int]:
    """Weight by public credential. MalformedError for one that stands twice, is no element, weighs nothing, or is 1."""
    lines, late = [], None  # type: list[tuple[str, int, bool, int]], MalformedError | None
    try:
        for line in rows(value, "credentials"):
            public, comma, weight = line.partition(",") if isinstance(line, str) else ("", "", "")
            number, weighs = decimal(public, "credential"), decimal(weight, "weight") if comma else 1
            lines.append((line, number, bool(comma), weighs))
    except MalformedError as wrong:
        late = wrong  # a line before it may be wrong in another way and is named then
    found: dict[int, int] = {}
    members = group.all_hold([number for _, number, _, _ in lines])
    for (line, number, said, weighs), member in zip(lines, members, strict=True):
        if number in found or weighs < 1 or (said and weighs == 1) or number == 1 or not member:
            raise MalformedError(f"credentials: {line!r} stands twice, weighs nothing or is no element")
        found[number] = weighs
    if late is not None:
        raise late
    return found


def _value(digits: str) -> int:
    found = 0
    for digit in digits:
        found = found * len(ALPHABET) + ALPHABET.index(digit)
    return found


def _grouped(digits: str) -> str:
    return "-".join(digits[at : at + _PART] for at in range(0, len(digits), _PART))
