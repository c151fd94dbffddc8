"""A sheet as a Word file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .docx_pages import finish
from .sheet import Facts, Grid, Part, Plain, Sheet, Text

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
SIZE = {"title": 22, "heading": 16, "body": 14}
#: the same in large type
LARGE = {"title": 26, "heading": 20, "body": 18}
LABEL_MM, WIDTH_MM = 32.0, 156.0
#: height of a row that is written into by hand
PEN_MM = 12.0
#: top, sides, bottom
MARGINS_MM = (30.0, 27.0, 25.0)


def to_docx(sheet: Sheet) -> bytes:
    """The paper as the bytes of a Word file."""
    document, sizes = Document(), sizes_of(sheet)
    _page(document, sheet)
    if sheet.head:
        _line(document, sheet.head, sizes, face=SONG, size="heading", align="middle")
    _line(document, sheet.title, sizes, face=SONG, size="title", align="middle")
    for part in sheet.parts:
        _part(document, part, sizes)
    out = io.BytesIO()
    finish(document, sheet)
    document.save(out)
    return out.getvalue()


def sizes_of(sheet: Sheet) -> Mapping[str, int]:
    """Points of the letters of a sheet."""
    return LARGE if sheet.large else SIZE


def _page(document: Any, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, sides, bottom = MARGINS_MM
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin = section.right_margin = Mm(sides)
    facts = document.core_properties
    facts.title, facts.author, facts.language = sheet.name or sheet.title, sheet.author, "zh-CN"
    # the moment of the paper, not of the machine
    facts.created = facts.modified = sheet.made.astimezone(UTC)


def _part(document: Any, part: Part, sizes: Mapping[str, int]) -> None:
    match part:
        case Text() if part.said:
            if part.heading:
                _line(document, part.heading, sizes, face=HEI, size="heading")
            for line in part.said:
                _line(document, line, sizes, first=True)
        case Facts():
            _table(document, part.rows, (LABEL_MM, WIDTH_MM - LABEL_MM), sizes, labels=True)
        case Grid():
            wide = part.widths(WIDTH_MM)
            _table(document, [tuple(part.head), *part.rows], wide, sizes, pen=part.tall)
        case Plain():
            _line(document, part.text, sizes, align="right" if part.right else "")


def _table(
    document: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], sizes: Mapping[str, int], *,
    labels: bool = False, pen: bool = False,
) -> None:  # fmt: skip
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for number, row in enumerate(rows):
        made = table.add_row()
        if pen and number:
            made.height = Mm(PEN_MM)
        for place, (cell, text, width) in enumerate(zip(made.cells, row, widths, strict=True)):
            cell.width = Mm(width)
            heading = place == 0 if labels else number == 0
            _run(cell.paragraphs[0], text, HEI if heading else FANG, sizes["body"])


def _line(
    document: Any, text: str, sizes: Mapping[str, int], *, face: str = FANG, size: str = "body", align: str = "",
    first: bool = False,
) -> None:  # fmt: skip
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(6)
    line.paragraph_format.keep_with_next = face == HEI  # a heading never stands last on a page
    if align:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if align == "middle" else WD_ALIGN_PARAGRAPH.RIGHT
    if first:
        line.paragraph_format.first_line_indent = Pt(2 * sizes["body"])
    _run(line, text, face, sizes[size])


def _run(line: Any, text: str, face: str, points: int) -> None:
    run = line.add_run(text)
    run.font.size = Pt(points)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(slot), face)
