"""What the rooms of membership write as .docx: minutes, resolutions, notices, forms to be filled in with a pen.

A paper is said once, as `Sheet`; it becomes a Word file here and a page to look at and print by ``membership/sheet.html``
of the room that shows it. The same sheet always gives the same words.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SONG, HEI, FANG = "宋体", "黑体", "仿宋"
_SIZE = {"title": 22, "heading": 16, "body": 14}
_LABEL_MM, _WIDTH_MM = 32.0, 156.0
#: height of a row that is written into by hand
_PEN_MM = 12.0


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs under a heading; without lines nothing is printed."""

    lines: Sequence[str]
    heading: str = ""
    kind: ClassVar[str] = "text"

    @property
    def said(self) -> list[str]:
        """The lines that are not empty."""
        return [line.strip() for line in self.lines if line.strip()]


@dataclass(frozen=True, slots=True)
class Facts:
    """A table of labels and values. An empty value is written in by hand."""

    rows: Sequence[tuple[str, str]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head. tall: rows leave room for a pen."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    tall: bool = False
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True, slots=True)
class Plain:
    """One line as it stands: whom it goes to, who signs. right: at the right edge, as signatures are."""

    text: str
    right: bool = False
    kind: ClassVar[str] = "plain"


Part = Text | Facts | Grid | Plain


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. head: the organisation above the title; author and made: of the file's own facts."""

    title: str
    parts: tuple[Part, ...]
    author: str
    made: datetime
    head: str = ""
    #: what the file says its title is, when that differs from the printed one
    name: str = ""


def chinese(day: date | None) -> str:
    """2026年3月4日; room for a pen where the day is not known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


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
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin = section.right_margin = Mm(27)
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
            _table(document, part.rows, (_LABEL_MM, _WIDTH_MM - _LABEL_MM), labels=True)
        case Grid():
            wide = tuple(_WIDTH_MM / len(part.head) for _ in part.head)
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
            made.height = Mm(_PEN_MM)
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
        line.paragraph_format.first_line_indent = Pt(2 * _SIZE["body"])
    _run(line, text, face, size)


def _run(line: Any, text: str, face: str, size: str) -> None:
    run = line.add_run(text)
    run.font.size = Pt(_SIZE[size])
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(slot), face)
