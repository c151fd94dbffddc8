"""What the rooms of membership write: minutes, resolutions, notices, forms to be filled in with a pen.

A paper is said once, as `Sheet`; it becomes a Word file to write on in, a PDF to print, a page in one file to keep, and
a page of the room that shows it. The same sheet always gives the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .docx_file import to_docx
from .html_file import to_html
from .pdf_file import to_pdf
from .sheet import Facts, Grid, Part, Plain, Sheet, Text, chinese

__all__ = [
    "DOCX",
    "FILES",
    "Facts",
    "File",
    "Grid",
    "Part",
    "Plain",
    "Sheet",
    "Text",
    "chinese",
    "to_docx",
    "to_html",
    "to_pdf",
]


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class File:
    """One kind of file. label: what the button says."""

    label: str
    content_type: str
    make: Callable[[Sheet], bytes]


#: ending -> how it is made; the first one is what people go on writing in
FILES = {
    "docx": File("Word，可以修改", DOCX, to_docx),
    "pdf": File("PDF，直接打印", "application/pdf", to_pdf),
}
