"""A sheet as a PDF of A4 pages, with the measures of the Word file."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from lianxin.kernel.typesetting import set_pages

from .docx_file import LABEL_MM, MARGINS_MM, PEN_MM, WIDTH_MM, sizes_of
from .sheet import Facts, Grid, Part, Plain, Sheet, Text

TEMPLATE = Path(__file__).parent / "sheet.typ.txt"


def to_pdf(sheet: Sheet) -> bytes:
    """The paper as the bytes of a PDF, its faces embedded; the same sheet gives the same bytes."""
    data: dict[str, object] = {
        "title": sheet.title, "name": sheet.name or sheet.title, "author": sheet.author, "head": sheet.head, "size": sizes_of(sheet),
        "label": LABEL_MM, "width": WIDTH_MM, "pen": PEN_MM, "margins": MARGINS_MM, "numbered": sheet.numbered,
        "parts": [said for part in sheet.parts if (said := _said(part))],
    }  # fmt: skip
    return set_pages(TEMPLATE, data, on=sheet.made.astimezone(UTC).date())


def _said(part: Part) -> dict[str, object]:
    """One part as the template reads it; nothing for a text without lines."""
    match part:
        case Text() if part.said:
            return {"kind": part.kind, "heading": part.heading, "lines": part.said}
        case Facts():
            return {"kind": part.kind, "rows": [list(row) for row in part.rows]}
        case Grid():
            return {
                "kind": part.kind,
                "head": list(part.head),
                "rows": [list(row) for row in part.rows],
                "tall": part.tall,
                "widths": part.widths(WIDTH_MM),
            }
        case Plain():
            return {"kind": part.kind, "text": part.text, "right": part.right}
    return {}
