"""One byte string for one value, so that a hash over it can be checked again years later.

In the spirit of RFC 8785: sorted keys, no white space, UTF-8, whole floats written as integers.
The result survives being stored in a JSON column of either database engine and read back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical_json(obj: Any) -> bytes:
    """UTF-8 bytes of the canonical form of None, bool, int, float, str, lists and mappings with text keys.

    Dates, times, decimals and UUIDs become their text; aware datetimes keep their offset.
    TypeError for anything else (also sets and keys that are not text), ValueError for NaN, infinity
    and text that is not valid Unicode.
    """
    text = json.dumps(_plain(obj), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def _plain(obj: Any) -> Any:
    if obj is None or type(obj) in {bool, int, str}:
        return obj
    if isinstance(obj, float):
        return _number(obj)
    if isinstance(obj, Mapping):
        for key in obj:
            if not isinstance(key, str):
                raise TypeError(f"keys are text, not {type(key).__name__}")
        return {str(key): _plain(value) for key, value in obj.items()}
    if isinstance(obj, list | tuple):
        return [_plain(value) for value in obj]
    return _as_text(obj)


def _number(value: float) -> float | int:
    """A database may hand 1.0 back as 1 and 1e22 as digits; both are one value here."""
    if not math.isfinite(value):
        raise ValueError("NaN and infinity have no canonical form")
    return int(value) if value.is_integer() else float(value)


def _as_text(obj: Any) -> Any:
    if isinstance(obj, bool | int):  # subclasses such as IntEnum
        return int(obj)
    if isinstance(obj, str):  # subclasses such as StrEnum and Django's safe strings
        return str.__str__(obj)
    if isinstance(obj, datetime | date | time):
        return obj.isoformat()
    if isinstance(obj, Decimal | UUID):
        return str(obj)
    raise TypeError(f"{type(obj).__name__} has no canonical form")
