"""Invented pages: a photo, a picture with words, a PDF with words, a scan inside a PDF."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from lianxin.foundation.files.intake import Prepared, prepare

WORDS = "本人自愿申请加入组织认真学习"


def photo(name: str = "shenqing.jpg") -> SimpleUploadedFile:
    """A picture without words."""
    raw = io.BytesIO()
    Image.new("RGB", (60, 80), (250, 245, 240)).save(raw, "JPEG")
    return SimpleUploadedFile(name, raw.getvalue(), "image/jpeg")


def prepared() -> Prepared:
    return prepare(photo())


@cache
def drawn(words: str = WORDS) -> Image.Image:
    """A white page with one printed line."""
    font = sorted([*Path("/usr/share/fonts").rglob("*oto*ans*CJK*egular*"), *Path.home().glob(".fonts/*oto*CJK*")])[0]
    page = Image.new("L", (1400, 400), 255)
    ImageDraw.Draw(page).text((60, 140), words, font=ImageFont.truetype(str(font), 72), fill=0)
    return page


def picture(words: str = WORDS) -> SimpleUploadedFile:
    raw = io.BytesIO()
    drawn(words).save(raw, "PNG")
    return SimpleUploadedFile("saomiao.png", raw.getvalue(), "image/png")


def scan(words: str = WORDS) -> SimpleUploadedFile:
    """A PDF that a scanner made: a picture on its page, no words."""
    raw = io.BytesIO()
    drawn(words).convert("RGB").save(raw, "PDF", resolution=150)
    return SimpleUploadedFile("saomiao.pdf", raw.getvalue(), "application/pdf")


def typed(words: str = WORDS) -> SimpleUploadedFile:
    """A PDF with words of its own."""
    import typst

    text = f'#set text(font: "Noto Sans CJK SC")\n{words}\n\n{words}\n\n{words}'
    return SimpleUploadedFile("dazi.pdf", typst.compile(text.encode()), "application/pdf")
