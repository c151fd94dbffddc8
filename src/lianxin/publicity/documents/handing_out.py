"""Any published text as a file to print or send on: the one call for rooms that offer 打印、海报、公文格式."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .docx_file import to_docx
from .from_html import lines_of
from .paper import Line, Paper
from .pdf_file import to_pdf
from .poster import Poster, poster_pdf, poster_png

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Printable:
    """What is printed. html: cleaned HTML of the text; signer: full name of the organisation; on: its day.

    url: absolute address of the text; source: 来源; correction: 更正说明, which stands before the text (M06).
    """

    title: str
    summary: str
    html: str
    signer: str
    on: date
    url: str
    source: str = ""
    correction: str = ""

    def paper(self) -> Paper:
        """As a paper after GB/T 9704 (DOC-01), without a red head: it is a copy, not the original."""
        body = lines_of(self.html)
        if self.correction:
            body = (Line(f"更正说明：{self.correction}"), *body)
        if self.source and self.source != self.signer:
            body = (*body, Line(f"来源：{self.source}"))
        return Paper(title=self.title, body=body, signer=self.signer, on=self.on, sealed=False)

    def poster(self) -> Poster:
        """As a poster for the notice board with the code that leads to the text."""
        title = f"更正：{self.title}" if self.correction else self.title
        return Poster(title=title, summary=self.correction or self.summary, url=self.url, organisation=self.signer)


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file. ending: of its name; label: what the button says."""

    ending: str
    label: str
    content_type: str
    make: Callable[[Printable], bytes]


FORMS: dict[str, Form] = {
    "poster.pdf": Form("pdf", "海报（PDF，可打印张贴）", "application/pdf", lambda x: poster_pdf(x.poster())),
    "poster.png": Form("png", "海报（图片，可发到群里）", "image/png", lambda x: poster_png(x.poster())),
    "paper.pdf": Form("pdf", "公文格式（PDF，可打印）", "application/pdf", lambda x: to_pdf(x.paper())),
    "paper.docx": Form("docx", "公文格式（Word）", DOCX, lambda x: to_docx(x.paper())),
}


def file_name(text: Printable, form: str) -> str:
    """A name for the file: the title without signs that a file system refuses, and the ending."""
    clean = "".join(sign for sign in text.title if sign.isprintable() and sign not in '\\/:*?"<>|')
    return f"{clean[:60].strip() or '文件'}.{FORMS[form].ending}"
