"""Invented rosters: numbers that pass the check and belong to nobody, and files of every make."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from lianxin.kernel.identity import check_character
from lianxin.membership.dossiers.importing.judging import HEADINGS

#: a region code that was never given to a county
NOWHERE = "999901"
TITLES = {name: words[0] for name, words in HEADINGS.items()}
BRANCH = "柳河镇新桥村党支部"


def number(born: str = "19880307", sequence: int = 1) -> str:
    """An identity number; odd sequences are men."""
    first = f"{NOWHERE}{born}{sequence:03}"
    return first + check_character(first)


def person(sequence: int = 1, **more: Any) -> dict[str, Any]:
    """A full member of the branch of the invented county."""
    return {
        "name": "周禾苗", "identity": number(sequence=sequence), "organisation": BRANCH, "stage": "正式党员", "ethnicity": "汉族",
        "education": "大学本科毕业", "joined_on": date(2010, 7, 1), "full_since": date(2011, 7, 1), "phone": "",
    } | more  # fmt: skip


def book(rows: Sequence[dict[str, Any]], names: Sequence[str] = (), *, title: str = "", sheets: int = 1) -> bytes:
    """An .xlsx with those columns; title: a merged row above the headings; sheets: empty ones before it."""
    names = names or list(TITLES)
    raw = io.BytesIO()
    made = xlsxwriter.Workbook(raw, {"in_memory": True})
    for _ in range(sheets - 1):
        made.add_worksheet()
    sheet = made.add_worksheet()
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    first = 0
    if title:
        sheet.merge_range(0, 0, 0, len(names) - 1, title)
        first = 2  # and an empty row below it
    for column, name in enumerate(names):
        sheet.write_string(first, column, TITLES.get(name, name))
    for at, row in enumerate(rows, first + 1):
        for column, name in enumerate(names):
            value = row.get(name, "")
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
            elif isinstance(value, int | float):
                sheet.write_number(at, column, value)
            else:
                sheet.write_string(at, column, str(value))
    made.close()
    return raw.getvalue()
