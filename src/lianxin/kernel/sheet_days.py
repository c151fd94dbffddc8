"""Days as people write them in rosters: 1988-03-07, 1988.3.7, 19880307, 198803, 1988年3月, 三月 in Chinese numerals,
full-width digits, the day numbers of Excel. A month without a day means its first day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from .sheets import Cell, plain

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_PARTS = re.compile(r"^(\d{4})\s*[-/.年、\s]\s*(\d{1,2})(?:\s*[-/.月、\s]\s*(\d{1,2})\s*[日号]?|\s*月?)(?:\s.*)?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_CHINESE_YEAR = re.compile(r"^([〇零一二三四五六七八九]{4})年")
_CHINESE_NUMBER = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
#: day numbers that a birth or an admission can have: 1900-03-01 to 2100 (before it Excel counts a day that never was)
_SERIAL = range(61, 73_051)
_SERIAL_START = date(1899, 12, 30)


def day_of(cell: Cell) -> date | None:
    """The day that a cell means; None when it means none. Empty cells are the caller's matter."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) == cell and int(cell) in _SERIAL:
        return _SERIAL_START + timedelta(days=int(cell))
    text = _western(plain(cell))
    found = _SOLID.match(text) or _PARTS.match(text)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _western(text: str) -> str:
    """二〇一八年十二月三日 -> 2018年12月3日; other texts stay."""
    if not _CHINESE_YEAR.match(text):
        return text
    text = _CHINESE_NUMBER.sub(lambda m: f"{m[1] or '一'}{m[2] or '〇'}", text)
    return text.translate(_DIGITS)
