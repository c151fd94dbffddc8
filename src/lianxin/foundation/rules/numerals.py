"""Chinese numerals of clauses: 第二十三条 -> 23."""

from __future__ import annotations

import re

NUMERAL = "零〇○一二三四五六七八九十百千两"
_DIGITS = {"零": 0, "〇": 0, "○": 0, "两": 2, **{c: n for n, c in enumerate("一二三四五六七八九", 1)}}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_CLAUSE = re.compile(rf"第([{NUMERAL}\d、，,–—~～至第条]+)条")


def number(text: str) -> int | None:
    """Value of a numeral such as ``一百零二`` or ``23``; None when it is not one.

    Positional writing without places (``二〇二二``) is read digit by digit.
    """
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if any(c not in _DIGITS and c not in _PLACES for c in text):
        return None
    if not any(c in _PLACES for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _PLACES:
            total += (digit or 1) * _PLACES[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def articles_in(clause: str) -> tuple[int, ...]:
    """Article numbers that a clause names: ``第三十五、三十六条`` -> (35, 36); a range gives its ends."""
    found: list[int] = []
    for match in _CLAUSE.finditer(clause):
        for part in re.findall(rf"[{NUMERAL}\d]+", match.group(1)):
            value = number(part)
            if value and value not in found:
                found.append(value)
    return tuple(found)


def words(value: int) -> str:
    """The numeral of a number from 1 to 9999: 23 -> ``二十三``, 105 -> ``一百零五``."""
    if not 0 < value < 10_000:
        raise ValueError(f"{value} is not the number of an article")
    parts, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            parts += ("零" if zero and parts else "") + "〇一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return parts.removeprefix("一") if parts.startswith("一十") else parts
