"""Amounts of money as bills write them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from lianxin.kernel.sheets import Cell, plain

#: more than any branch receives at once; a number beyond it is a number of something else
MOST = Decimal(100_000_000)
_MARKS = re.compile(r"[¥元\s]|CNY|RMB", re.IGNORECASE)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
_BARE = re.compile(r"-?(\d+(\.\d*)?|\.\d+)")
_IN_BRACKETS = re.compile(r"\((.+)\)")
_CENT = Decimal("0.01")
_DUST = 1e-6


def fen_in(cell: Cell) -> int | str | None:
    """Whole fen of a cell, with its sign; None for an empty cell or a dash; a text says what is wrong with it.

    Takes ￥ and ¥, thousands separators, full-width digits, brackets or a minus for what went out, zeros behind the
    second decimal (the fees of WeChat's merchants). Half a fen is no amount of money and is refused.
    """
    text = _MARKS.sub("", plain(_short(cell)))
    if text in ("", "-", "--", "/"):
        return None
    inside = _IN_BRACKETS.fullmatch(text)
    text = f"-{inside[1]}" if inside else text.removeprefix("+")
    if not (_BARE.fullmatch(text) or _GROUPED.fullmatch(text)):
        return f"金额看不懂：{plain(cell)[:20]}"
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return f"金额看不懂：{plain(cell)[:20]}"
    if abs(amount) >= MOST:
        return f"金额太大：{plain(cell)[:20]}"
    if amount != amount.quantize(_CENT):
        return f"金额超过两位小数：{plain(cell)[:20]}"
    return int(amount.scaleb(2))


def _short(cell: Cell) -> Cell:
    """A number of a spreadsheet without the dust of binary fractions: 0.1 + 0.2 is 0.30."""
    if isinstance(cell, bool) or not isinstance(cell, float):
        return cell
    near = round(cell, 2)
    return f"{near:.2f}" if abs(cell - near) < _DUST else repr(cell)
