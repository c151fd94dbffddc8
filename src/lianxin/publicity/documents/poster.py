"""A printable poster: the text's title and summary, who says it, and a QR code that leads to it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import segno

from lianxin.kernel.typesetting import set_pages

TEMPLATE = Path(__file__).parent / "poster.typ.txt"


@dataclass(frozen=True, slots=True)
class Poster:
    """title, summary: plain text; url: absolute address behind the code; organisation: who signs (C01)."""

    title: str
    summary: str
    url: str
    organisation: str
    note: str = "用手机扫一扫，看全文"


def qr_png(url: str, *, scale: int = 8) -> bytes:
    """The QR code alone, dark on white with its quiet zone; readable when a quarter of it is damaged."""
    out = io.BytesIO()
    segno.make(url, error="q", micro=False).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def _qr_svg(url: str) -> str:
    return segno.make(url, error="q", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)


def poster_pdf(poster: Poster) -> bytes:
    """An A4 page for the notice board. Raises ValueError for an address that is not http(s)."""
    return set_pages(TEMPLATE, _data(poster))


def poster_png(poster: Poster, *, ppi: float = 110) -> bytes:
    """The same as a picture for chats; 110 ppi give 910 × 1286 pixels."""
    return set_pages(TEMPLATE, _data(poster), form="png", ppi=ppi)


def _data(poster: Poster) -> dict[str, object]:
    if not poster.url.startswith(("https://", "http://")):
        raise ValueError("a poster leads to a web address")
    return {
        "title": poster.title, "summary": poster.summary, "organisation": poster.organisation, "note": poster.note,
        "url": poster.url, "qr": _qr_svg(poster.url),
    }  # fmt: skip
