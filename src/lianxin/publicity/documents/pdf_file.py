"""The paper as a PDF, set by typst. The text travels as data, never as markup, so no sign in it can break it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from . import paper as p
from .paper import Paper

#: proper faces first; an installation without them falls back to the free CJK faces
FACES = {
    "fangsong": ["FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S", "Noto Serif CJK SC"],
    "title": ["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "Noto Serif CJK SC"],
    "hei": ["SimHei", "STHeiti", "Noto Sans CJK SC"],
    "kai": ["KaiTi_GB2312", "KaiTi", "STKaiti", "Noto Serif CJK SC"],
    "song": ["SimSun", "STSong", "Noto Serif CJK SC"],
}


@lru_cache(maxsize=1)
def known_faces() -> frozenset[str]:
    """Names of the faces on this machine; looked up once."""
    return frozenset(typst.Fonts().families())


def faces() -> dict[str, list[str]]:
    """Of each list only what is there: typst would warn about every other one."""
    there = known_faces()
    return {key: [name for name in names if name in there] or names[-1:] for key, names in FACES.items()}


def compile_source(
    name: str, data: dict[str, object], *, form: Literal["pdf", "png"] = "pdf", ppi: float = 144, on: date | None = None
) -> bytes:
    """Set a template of this folder with data. form: ``"pdf"``, or ``"png"`` for a picture of the first page.

    on: the day that the file names as its own; the same data and day always give the same bytes.
    Raises `typst.TypstError` for a broken template.
    """
    source = (Path(__file__).parent / f"{name}.typ.txt").read_bytes()
    inputs = {"data": json.dumps({**data, "faces": faces()}, ensure_ascii=False)}
    moment = datetime.combine(on, time(), UTC) if on else None
    # a list when several pages become pictures; the types of the library say bytes
    made: object = typst.compile(source, format=form, ppi=ppi, sys_inputs=inputs, timestamp=moment)
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError(f"typst gave {type(first).__name__}")
    return first


def to_pdf(paper: Paper) -> bytes:
    """The paper as a PDF of A4 pages, with its faces embedded."""
    name, when = p.signature_indents(paper)
    return compile_source(
        "paper",
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
