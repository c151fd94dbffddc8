"""A spreadsheet of texts: empty templates, rosters that go out, refused rows that come back with their reasons."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

WIDE = 48


def book(sheet: str, headings: Sequence[tuple[str, int]], lines: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx with one sheet. headings: (word, width of the column in characters).

    Text cells only: nothing in them is a formula, and a long number keeps all of its signs.
    """
    raw = io.BytesIO()
    import xlsxwriter  # two megabytes, and most processes never write a workbook

    made = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
                                     "strings_to_urls": False})  # fmt: skip
    page = made.add_worksheet(sheet)
    bold = made.add_format({"bold": True, "bg_color": "#f4e3e0", "border": 1})
    text = made.add_format({"num_format": "@"})
    for column, (word, width) in enumerate(headings):
        page.set_column(column, column, width, text)
        page.write_string(0, column, word, bold)
    for at, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            page.write_string(at, column, value, text)
    page.freeze_panes(1, 1)
    made.close()
    return raw.getvalue()
