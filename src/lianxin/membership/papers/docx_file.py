"""A sheet as a Word file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .sheet import Facts, Grid, Part, Plain, Sheet, Text

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
SIZE = {"title": 22, "heading": 16, "body": 14}
LABEL_MM, WIDTH_MM = 32.0, 156.0
#: height of a row that is written into by hand
PEN_MM = 12.0
#: top, sides, bottom
MARGINS_MM = (30.0, 27.0, 25.0)


def to_docx(sheet: Sheet) -> bytes:
    """The paper as the bytes of a Word file."""
    document = Document()
    _page(document, sheet)
    if sheet.head:
        _line(document, sheet.head, face=SONG, size="heading", align="middle")
    _line(document, sheet.title, face=SONG, size="title", align="middle")
    for part in sheet.parts:
        _part(document, part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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


def _part(document: Any, part: Part) -> None:
    match part:
        case Text() if part.said:
            if part.heading:
                _line(document, part.heading, face=HEI, size="heading")
            for line in part.said:
                _line(document, line, first=True)
        case Facts():
            _table(document, part.rows, (LABEL_MM, WIDTH_MM - LABEL_MM), labels=True)
        case Grid():
            wide = tuple(WIDTH_MM / len(part.head) for _ in part.head)
            _table(document, [tuple(part.head), *part.rows], wide, pen=part.tall)
        case Plain():
            _line(document, part.text, align="right" if part.right else "")


def _table(
    document: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], *, labels: bool = False, pen: bool = False
) -> None:
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
            _run(cell.paragraphs[0], text, HEI if heading else FANG, "body")


def _line(
    document: Any, text: str, *, face: str = FANG, size: str = "body", align: str = "", first: bool = False
) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(6)
    if align:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER if align == "middle" else WD_ALIGN_PARAGRAPH.RIGHT
    if first:
        line.paragraph_format.first_line_indent = Pt(2 * SIZE["body"])
    _run(line, text, face, size)


def _run(line: Any, text: str, face: str, size: str) -> None:
    run = line.add_run(text)
    run.font.size = Pt(SIZE[size])
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(slot), face)
