"""缴费代码: what a member writes into the remark of a payment, so that the line of the bill names its member.

``DF`` and six signs: the number of the file in base 31 without signs that look alike, and a check sign. It is no
secret: who writes another's code pays the other's dues.
"""

from __future__ import annotations

import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 5
#: prime and as many as there are signs, so that a weighted sum notices every wrong sign and every two that changed places
_PRIME = 31
_FOUND = re.compile(rf"D\s?F[\s\-_:]{{0,2}}((?:[{ALPHABET}][\s\-]?){{{LENGTH + 1}}})")
_VALUE = {sign: at for at, sign in enumerate(ALPHABET)}


def code_of(number: int) -> str:
    """The code of a file. Raises ValueError beyond what five signs can say (28 million files)."""
    if not 0 < number < len(ALPHABET) ** LENGTH:
        raise ValueError("no code for this number")
    values = []
    for _ in range(LENGTH):
        number, value = divmod(number, len(ALPHABET))
        values.append(value)
    values.reverse()
    return "DF" + "".join(ALPHABET[value] for value in (*values, _check(values)))


def numbers_in(text: str) -> list[int]:
    """Files whose code stands in a text, in any letter case and width, with blanks or dashes inside."""
    found = []
    for signs in _FOUND.findall(unicodedata.normalize("NFKC", text).upper()):
        values = [_VALUE[sign] for sign in re.sub(r"[\s\-]", "", signs)]
        if _check(values[:-1]) == values[-1]:
            number = 0
            for value in values[:-1]:
                number = number * len(ALPHABET) + value
            found.append(number)
    return list(dict.fromkeys(found))


def _check(values: list[int]) -> int:
    return sum(place * value for place, value in enumerate(values, 2)) % _PRIME
