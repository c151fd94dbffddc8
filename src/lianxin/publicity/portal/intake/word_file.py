"""A .docx as the HTML that the cleaner reads: headings, lists, bold, links, tables and pictures in their order."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from html import escape
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph
from docx.text.run import Run

#: bytes of pictures that one text may bring along
PICTURES_MOST = 60 * 1024 * 1024
_EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"


class WordFileError(ValueError):
    """The file cannot be read as a text."""


def html_of(data: bytes) -> str:
    """HTML of a checked .docx. Raises WordFileError."""
    try:
        return "".join(_blocks(Document(io.BytesIO(data))))
    except Exception as error:  # a damaged package may raise anything whatever
        raise WordFileError from error


def _blocks(document: Any) -> Iterator[str]:
    budget = [PICTURES_MOST]
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = (
                "".join(f"<td>{_cell(cell, budget)}</td>" for cell in dict.fromkeys(row.cells)) for row in block.rows
            )
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        else:
            yield _paragraph(block, budget)


def _cell(cell: Any, budget: list[int]) -> str:
    return "".join(f"<p>{_inline(one, budget)}</p>" for one in cell.paragraphs)


def _paragraph(paragraph: Paragraph, budget: list[int]) -> str:
    inside = _inline(paragraph, budget)
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name.startswith(("Heading", "标题", "Title")):
        return f"<h2>{inside}</h2>"
    if name.startswith("Quote") or "引用" in name:
        return f"<blockquote><p>{inside}</p></blockquote>"
    properties: Any = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    if numbered or name.startswith("List"):
        level = int(properties.numPr.ilvl.val) + 1 if numbered and properties.numPr.ilvl is not None else 1
        kind = "1." if "Number" in name else "•"
        return (
            f'<p style="mso-list:l0 level{min(level, 4)} lfo1"><span style="mso-list:Ignore">{kind}</span>{inside}</p>'
        )
    return f"<p>{inside}</p>"


def _inline(paragraph: Paragraph, budget: list[int]) -> str:
    made = []
    for piece in paragraph.iter_inner_content():
        if isinstance(piece, Hyperlink):
            text = "".join(_run(run, budget) for run in piece.runs)
            made.append(f'<a href="{escape(piece.url)}">{text}</a>' if piece.url else text)
        else:
            made.append(_run(piece, budget))
    return "".join(made)


def _run(run: Run, budget: list[int]) -> str:
    if run.font.hidden:
        return f'<span style="display:none">{escape(run.text)}</span>'
    text = escape(run.text).replace("\n", "<br>")
    text = f"<b>{text}</b>" if run.bold and text else text
    text = f"<i>{text}</i>" if run.italic and text else text
    return text + "".join(_pictures(run, budget))


def _pictures(run: Run, budget: list[int]) -> Iterator[str]:
    for blip in run._r.iter(_BLIP):
        part = run.part.related_parts.get(blip.get(_EMBEDDED, ""))
        if part is None:
            continue
        budget[0] -= len(part.blob)
        if budget[0] < 0:
            raise WordFileError
        yield f'<img src="data:image/x;base64,{base64.b64encode(part.blob).decode()}">'
