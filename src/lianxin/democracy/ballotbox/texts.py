"""What is written and hashed: compact JSON with fields in one order, big numbers as decimal text.

Equal bytes mean equal things: a reader serialises again what it read and compares (specification, section 4).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gmpy2 import mpz

from .numbers import Number

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,1233}")  # no number of these groups has more digits


class MalformedError(ValueError):
    """Something does not have the form that the specification gives it; the message says where."""


def compact(value: Any) -> str:
    """JSON without a space, characters as they are, fields in the order of the mapping."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def read(text: str | bytes) -> Any:
    """The value of a JSON text. MalformedError for anything else, for a name that stands twice, for numbers that are none."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as wrong:
        raise MalformedError(f"not JSON: {wrong}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedError("a name stands twice in one object")
    return found


def _no_number(word: str) -> Any:
    raise MalformedError(f"{word} is no number")


def fingerprint(text: str | bytes) -> str:
    """SHA-256 in base 64 without padding, 43 characters: of an election, of a ballot (its tracker), of public parts."""
    raw = text.encode() if isinstance(text, str) else text
    return base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def decimal(value: Any, what: str) -> int:
    """A number as decimal text; MalformedError for signs, leading zeros, JSON numbers and absurd lengths."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise MalformedError(f"{what}: not a decimal text")
    return int(value)


def number(value: Any, what: str) -> Number:
    """The same for a number of two thousand bits, which GMP reads faster."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise MalformedError(f"{what}: not a decimal text")
    return mpz(value)


def fields(value: Any, what: str, names: Sequence[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
    """An object with exactly these fields, the optional ones or not; MalformedError otherwise."""
    if not isinstance(value, dict):
        raise MalformedError(f"{what}: not an object")
    missing, more = set(names) - set(value), set(value) - set(names) - set(optional)
    if missing or more:
        raise MalformedError(
            f"{what}: {'missing ' + ', '.join(sorted(missing)) if missing else 'unknown ' + ', '.join(sorted(more))}"
        )
    return value


def rows(value: Any, what: str, count: int | None = None) -> list[Any]:
    """A list, of that many entries; MalformedError otherwise."""
    if not isinstance(value, list) or (count is not None and len(value) != count):
        raise MalformedError(f"{what}: not a list" + (f" of {count}" if count is not None else ""))
    return value


def joined(numbers: Iterable[int]) -> str:
    """Numbers as they stand in a hashed text."""
    return ",".join(map(str, numbers))
