"""What the pages of a Word file need beside their words: tables apart from one another, rows that stay whole, signatures that are
never alone on a page, numbers at the foot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from .sheet import Facts, Grid, Sheet

#: between the words of a cell and its lines; twentieths of a point
_INSET = 57
#: above what follows a table, and between two tables
_GAP = Pt(6)
#: a table of more rows is not kept on one page for the sake of the signatures below it
_MOST_ROWS = 8


def finish(document: Any, sheet: Sheet) -> None:
    """Lay out what was written of a sheet."""
    parts: list[Any] = list(document.iter_inner_content())
    said = [part for part in sheet.parts if isinstance(part, Facts | Grid)]
    for table, part in zip(document.tables, said, strict=True):
        if table.rows:
            _table(table, head=isinstance(part, Grid))
    for before, part in pairwise(parts):
        if isinstance(before, Table):
            _apart(part)
    _signed(parts)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")  # else a program without the face takes signs of a neighbour's
    if sheet.numbered:
        _number(document.sections[0].footer.paragraphs[0])


def _table(table: Any, *, head: bool) -> None:
    """Widths for programs that go by columns, room inside the cells, rows that no page end tears, a head again on every page."""
    for column, cell in zip(table.columns, table.rows[0].cells, strict=True):
        column.width = cell.width  # WPS and LibreOffice go by the columns, Word by the cells
    inset = OxmlElement("w:tblCellMar")
    for side in ("w:top", "w:bottom"):
        room = OxmlElement(side)
        room.set(qn("w:w"), str(_INSET))
        room.set(qn("w:type"), "dxa")
        inset.append(room)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(inset)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _apart(part: Any) -> None:
    """From the table before it. Word takes two tables without a line between them for one."""
    if isinstance(part, Table):
        line = Paragraph(OxmlElement("w:p"), part._parent)
        part._tbl.addprevious(line._p)
        line.paragraph_format.line_spacing = _GAP
        line.paragraph_format.space_after = Pt(0)
    else:
        part.paragraph_format.space_before = _GAP


def _signed(parts: list[Any]) -> None:
    """The lines at the end, a short table above them and the sentence above that stay on one page."""
    end = [*reversed(parts)]
    for at, part in enumerate(end):
        kept = _lines(part)
        if at:
            for line in kept:
                line.paragraph_format.keep_with_next = True
        if isinstance(part, Table) and len(part.rows) > _MOST_ROWS:
            return
        if isinstance(part, Paragraph) and part.paragraph_format.first_line_indent:
            return


def _lines(part: Any) -> Iterator[Any]:
    if isinstance(part, Table):
        for row in part.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    else:
        yield part


def _number(line: Any) -> None:
    """— 1 — in the middle of the foot."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(line.add_run("1")._r)
    line._p.append(field)
    line.add_run(" —")
