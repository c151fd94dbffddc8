"""Cells of a table that is taken away as CSV: no spreadsheet runs one as a formula (CWE-1236)."""

from __future__ import annotations

from typing import Any

#: first characters that make a spreadsheet take a cell for a formula, full width included
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: Any) -> str:
    """The cell as text, with an apostrophe before a sign that begins a formula; None is empty."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def harmless_text(cell: Any) -> Any:
    """Only what is text is changed: a figure stays one, its sign too."""
    return harmless(cell) if isinstance(cell, str) else cell
