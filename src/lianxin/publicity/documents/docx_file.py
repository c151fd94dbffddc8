"""The same paper as an editable .docx file, measured as GB/T 9704 wants it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import paper as p
from .paper import Paper

_FACES = {0: p.FANGSONG, 1: p.HEI, 2: p.KAI, 3: p.FANGSONG, 4: p.FANGSONG}
_TWIPS = 20


def to_docx(paper: Paper) -> bytes:
    """The paper as the bytes of a Word file. The same paper always gives the same content."""
    document = Document()
    _page(document)
    _facts(document, paper)
    _head(document, paper)
    _line(document, paper.title, face=p.TITLE_FACE, size=p.SIZE_2, align="center")
    _line(document, "")
    if paper.to:
        _line(document, f"{paper.to}：")
    for line in paper.body:
        _line(document, line.text, face=_FACES[line.level], first=2)
    _tail(document, paper)
    _imprint(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _facts(document: Any, paper: Paper) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.language = paper.title, paper.signer, "zh-CN"
    # the moment of the paper, not of the machine
    facts.created = facts.modified = datetime.combine(paper.on, time(), UTC)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(p.PAGE_MM[0]), Mm(p.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(p.TOP_MM), Mm(p.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(p.LEFT_MM), Mm(p.RIGHT_MM)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(p.BOTTOM_MM - p.FOOTER_MM) - Pt(p.SIZE_4)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(p.PITCH_PT * _TWIPS)))
    grid.set(qn("w:charSpace"), str(round(p.TRACKING_PT * 4096)))
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, odd=True)
    _number(section.even_page_footer, odd=False)
    style = document.styles["Normal"]
    style.font.size = Pt(p.SIZE_3)
    style.font.name = p.FANGSONG
    _east_asian(style.element.get_or_add_rPr(), p.FANGSONG)


def _number(footer: Any, *, odd: bool) -> None:
    """— 1 — in 4号 song type, one character from the outer edge."""
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    side = "right_indent" if odd else "left_indent"
    setattr(line.paragraph_format, side, Pt(p.SIZE_4))
    for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        run = _run(line, text, p.SONG, p.SIZE_4)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            line._p.append(simple)
            simple.append(run._r)


def _east_asian(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(slot), face)


def _run(line: Any, text: str, face: str, size: float) -> Any:
    run = line.add_run(text)
    run.font.size = Pt(size)
    _east_asian(run._r.get_or_add_rPr(), face)
    return run


def _line(
    holder: Any, text: str, *, face: str = p.FANGSONG, size: float = p.SIZE_3, align: str = "both",
    first: float = 0, left: float = 0, right: float = 0, red: bool = False,
) -> Any:  # fmt: skip
    """One paragraph on the grid; indents in characters of its own size."""
    line = holder.add_paragraph()
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(p.PITCH_PT if size <= p.SIZE_2 else size * 1.3)
    form.widow_control = False
    line.alignment = {
        "both": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[align]  # fmt: skip
    if first or left or right:
        _indent(line, first, left, right, size)
    if text:
        run = _run(line, text, face, size)
        if red:
            run.font.color.rgb = RGBColor.from_string(p.RED)
    return line


def _indent(line: Any, first: float, left: float, right: float, size: float) -> None:
    mark = line._p.get_or_add_pPr().get_or_add_ind()
    for name, amount in (("firstLine", first), ("left", left), ("right", right)):
        if amount:
            mark.set(qn(f"w:{name}Chars"), str(round(amount * 100)))
            mark.set(qn(f"w:{name}"), str(round(amount * size * _TWIPS)))


def _head(document: Any, paper: Paper) -> None:
    """发文机关标志 35 mm below the edge of the type area, 发文字号 two lines below, the red rule 4 mm below that."""
    body = document.element.body
    for empty in list(body.findall(qn("w:p"))):
        body.remove(empty)
    if not paper.issuer:
        return
    size = min(44.0, p.AREA_MM[0] * p.MM_PT / max(1, len(paper.issuer)))
    head = _line(document, paper.issuer, face=p.TITLE_FACE, size=size, align="center", red=True)
    head.paragraph_format.space_before = Mm(35)
    _line(document, "")
    _line(document, "")
    rule = _line(document, paper.number, align="center")
    _border(rule, "bottom", size=12, colour=p.RED, space=round(4 * p.MM_PT))
    _line(document, "")
    _line(document, "")


def _border(line: Any, side: str, *, size: int, colour: str, space: int = 1) -> None:
    """A rule at a paragraph; size in eighths of a point, space in points."""
    properties = line._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)


def _tail(document: Any, paper: Paper) -> None:
    """附件说明 one line below the text, then 署名 and date."""
    if paper.attachments:
        _line(document, "")
        for text in p.attachment_lines(paper):
            _line(document, text, left=2)
    _line(document, "")
    _line(document, "")
    name, when = p.signature_indents(paper)
    _line(document, paper.signer, align="right", right=name)
    _line(document, p.day(paper.on), align="right", right=when)


def _imprint(document: Any, paper: Paper) -> None:
    """版记 in a table that stands at the foot of the last page."""
    rows = [row for row in (_copies(paper), _printed(paper)) if row]
    if not rows:
        return
    table = document.add_table(rows=0, cols=1)
    _float(table)
    for number, (left, right) in enumerate(rows):
        cell = table.add_row().cells[0]
        cell.width = Mm(p.AREA_MM[0])
        line = cell.paragraphs[0]
        line.paragraph_format.line_spacing = Pt(p.PITCH_PT)
        _indent(line, 0, 1, 1, p.SIZE_4)
        _run(line, left, p.FANGSONG, p.SIZE_4)
        if right:
            line.paragraph_format.tab_stops.add_tab_stop(Mm(p.AREA_MM[0]) - Pt(p.SIZE_4 * 2), 2)
            _run(line, f"\t{right}", p.FANGSONG, p.SIZE_4)
        _edges(cell, first=number == 0, last=number == len(rows) - 1)


def _copies(paper: Paper) -> tuple[str, str] | None:
    return (f"抄送：{paper.copies.rstrip('。')}。", "") if paper.copies else None


def _printed(paper: Paper) -> tuple[str, str] | None:
    return (paper.printed_by, f"{p.day(paper.printed_on or paper.on)}印发") if paper.printed_by else None


def _float(table: Any) -> None:
    place = OxmlElement("w:tblpPr")
    for name, value in (
        ("vertAnchor", "margin"),
        ("horzAnchor", "margin"),
        ("tblpXSpec", "center"),
        ("tblpYSpec", "bottom"),
    ):
        place.set(qn(f"w:{name}"), value)
    table._tbl.tblPr.insert_element_before(
        place, "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
    )


def _edges(cell: Any, *, first: bool, last: bool) -> None:
    """Thick rules (0.35 mm) outside, thin ones (0.25 mm) between."""
    borders = OxmlElement("w:tcBorders")
    for side, thick in (("top", first), ("bottom", last)):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8" if thick else "6"), ("space", "0"), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)
