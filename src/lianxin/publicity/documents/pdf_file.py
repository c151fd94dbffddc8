"""The paper as a PDF, set by typst."""

from __future__ import annotations

from pathlib import Path

from lianxin.kernel.typesetting import set_pages

from . import paper as p
from .paper import Paper

TEMPLATE = Path(__file__).parent / "paper.typ.txt"


def to_pdf(paper: Paper) -> bytes:
    """The paper as a PDF of A4 pages, with its faces embedded."""
    name, when = p.signature_indents(paper)
    return set_pages(
        TEMPLATE,
        {
            "page": p.PAGE_MM, "top": p.TOP_MM, "left": p.LEFT_MM, "right": p.RIGHT_MM, "bottom": p.BOTTOM_MM,
            "area": p.AREA_MM, "pitch": p.PITCH_PT, "tracking": p.TRACKING_PT, "footer": p.FOOTER_MM,
            "red": f"#{p.RED}", "title": paper.title, "issuer": paper.issuer, "number": paper.number, "to": paper.to,
            "body": [[line.level, line.text] for line in paper.body],
            "attachments": p.attachment_lines(paper) if paper.attachments else [],
            "signer": paper.signer, "date": p.day(paper.on), "name_indent": name, "date_indent": when,
            "copies": f"抄送：{paper.copies.rstrip('。')}。" if paper.copies else "",
            "printed": [paper.printed_by, f"{p.day(paper.printed_on or paper.on)}印发"] if paper.printed_by else [],
        },
        on=paper.on,
    )  # fmt: skip
