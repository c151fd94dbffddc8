"""The tables as a workbook: one sheet with all of them one below the other, one with what does not add up."""

from __future__ import annotations

import io
from typing import Any

from lianxin.ui.words import cn_date

from .queries import Report
from .reckoning import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_of(report: Report, office: str) -> bytes:
    """office: the full name, for the title."""
    raw = io.BytesIO()
    import xlsxwriter  # two megabytes, and most processes never write a workbook

    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}), "soft": book.add_format({"font_color": "#6b6257"}),
        "head": book.add_format({"bold": True, "bg_color": "#f4e3e0", "border": 1}), "text": book.add_format({"border": 1}),
        "number": book.add_format({"num_format": "#,##0", "border": 1}),
        "share": book.add_format({"num_format": "0.0%", "border": 1}), "wrap": book.add_format({"text_wrap": True, "border": 1}),
    }  # fmt: skip
    _figures(book.add_worksheet("统计表"), report, office, looks)
    _findings(book.add_worksheet("核对"), report, looks)
    book.close()
    return raw.getvalue()


def _figures(page: Any, report: Report, office: str, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 36)
    page.set_column(1, 2, 14)
    sheet = report.sheet
    page.write_string(0, 0, f"{office}党内统计", looks["title"])
    page.write_string(
        1, 0, f"截至 {cn_date(sheet.day)}，党员 {sheet.total} 名，其中正式党员 {sheet.full} 名", looks["soft"]
    )
    if sheet.growth is not None:
        page.write_string(2, 0, sheet.growth.text, looks["soft"])
    at = 4
    for table in sheet.tables:
        at = _table(page, at, table, looks) + 1


def _table(page: Any, at: int, table: Table, looks: dict[str, Any]) -> int:
    """Answers the first row below it."""
    for column, word in enumerate((table.title, table.unit, "占比")):
        page.write_string(at, column, word, looks["head"])
    lines = [*((line.label, line.n, line.share) for line in table.lines), ("合计", table.n, None)]
    if not table.parts:
        lines = [("总数", table.n, None), *lines[:-1]]
    lines += [(line.label, line.n, line.share) for line in table.sums]
    for label, n, share in lines:
        at += 1
        page.write_string(at, 0, label, looks["text"])
        page.write_number(at, 1, n, looks["number"])
        if share is None:
            page.write_blank(at, 2, None, looks["text"])
        else:
            page.write_number(at, 2, share, looks["share"])
    if table.note:
        at += 1
        page.write_string(at, 0, table.note, looks["soft"])
    return at + 1


def _findings(page: Any, report: Report, looks: dict[str, Any]) -> None:
    page.set_column(0, 1, 60)
    for column, word in enumerate(("需要核对的", "怎么办")):
        page.write_string(0, column, word, looks["head"])
    rows = [(f"{title}表的合计与党员总数不一致：统计时有人在改档案", "请再统计一次。") for title in report.torn]
    rows += [(finding.text, finding.check.remedy) for finding in report.findings]
    for at, row in enumerate(rows or [("没有发现问题", "")], 1):
        for column, text in enumerate(row):
            page.write_string(at, column, text, looks["wrap"])
