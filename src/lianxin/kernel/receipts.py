"""Query codes of letters (查询码): shown once, typed by hand, impossible to guess.

80 random bits as 16 characters of Crockford's base 32 (no I, L, O, U) and one check character,
printed ``XXXX-XXXX-XXXX-XXXX-X``. The check character is a weighted sum over the field of 32
elements with a different weight at each place, so one wrong character and any two characters that
changed places are always noticed, and it stays inside the same alphabet.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u2212_.·]+")
#: x^5 + x^2 + 1, which makes 2 a generator of all 31 non-zero elements
_POLYNOMIAL = 0b100101


def _times_two(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value


def _check(values: list[int]) -> int:
    """Sum of value x 2^place, the last character having place 1 (the check itself has place 0)."""
    total = 0
    for value in values:
        total = _times_two(total ^ value)
    return total


def make_code() -> str:
    """A fresh code in its printed form. 80 bits from the system's random source."""
    values = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH)]
    return _printed([*values, _check(values)])


def code_from_bytes(secret: bytes) -> str:
    """The printed code of 10 secret bytes, for a code that must come out the same again.

    Raises ValueError for another length.
    """
    if len(secret) * 8 != LENGTH * 5:
        raise ValueError("a code has 80 bits")
    number = int.from_bytes(secret, "big")
    values = [number >> 5 * place & 31 for place in reversed(range(LENGTH))]
    return _printed([*values, _check(values)])


def normalise(text: str) -> str | None:
    """The printed form of what a person typed, or None when it cannot be a code.

    Lower case, full width, spaces, dashes are accepted, O is read as 0, I and L as 1.
    ``normalise(make_code())`` changes nothing, so either form may be hashed.
    """
    signs = _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if len(signs) != LENGTH + 1 or any(sign not in _VALUE for sign in signs):
        return None
    values = [_VALUE[sign] for sign in signs]
    return _printed(values) if _check(values[:-1]) == values[-1] else None


def _printed(values: list[int]) -> str:
    signs = "".join(ALPHABET[value] for value in values)
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
