"""Covers of the demonstration, drawn by code: hills, a river with a bridge, a lamp, a street. No photograph, no person."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

from lianxin.foundation.organisations.models import Organisation

from .access import collection_of

WIDE, HIGH = 1280, 800
Pen = ImageDraw.ImageDraw
ALT = {
    "river": "一条河从山间流过，远处是村庄的插画",
    "bridge": "一座石拱桥跨过小河的插画",
    "lamp": "傍晚村道上一盏亮着的路灯的插画",
    "street": "集镇街道上几间铺子的插画",
}


def _hills(pen: Pen, colours: tuple[str, ...]) -> None:
    for n, colour in enumerate(colours):
        top = 300 + n * 90
        ridge = [(x, top + ((x // 160 + n) % 3) * 45) for x in range(0, WIDE + 161, 160)]
        pen.polygon([(0, HIGH), *ridge, (WIDE, HIGH)], fill=colour)


def _river(pen: Pen) -> None:
    pen.ellipse((920, 90, 1060, 230), fill="#e9b44c")
    _hills(pen, ("#b9c4ae", "#93a68b", "#6f8a6c"))
    pen.polygon([(420, HIGH), (900, HIGH), (700, 560), (640, 560)], fill="#c7dbe3")


def _bridge(pen: Pen) -> None:
    _hills(pen, ("#c9c0a8", "#a59f83"))
    pen.rectangle((0, 600, WIDE, HIGH), fill="#a9c3cc")
    pen.rectangle((120, 470, 1160, 540), fill="#8d7b68")
    for x in (220, 520, 820):
        pen.rectangle((x - 60, 540, x + 300, 640), fill="#8d7b68")
        pen.pieslice((x, 560, x + 240, 760), 180, 360, fill="#a9c3cc")


def _lamp(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDE, HIGH), fill="#33415c")
    pen.polygon([(820, 240), (520, HIGH), (1120, HIGH)], fill="#6b6a55")
    pen.rectangle((812, 220, 828, HIGH), fill="#1d2433")
    pen.ellipse((776, 170, 864, 258), fill="#f6dc8b")
    for x in (80, 260, 420):
        pen.polygon([(x, 560), (x + 70, 490), (x + 140, 560)], fill="#1d2433")
        pen.rectangle((x + 10, 560, x + 130, 700), fill="#28324a")
        pen.rectangle((x + 52, 600, x + 88, 640), fill="#f6dc8b")


def _street(pen: Pen) -> None:
    pen.rectangle((0, 640, WIDE, HIGH), fill="#d8cdbb")
    for n, colour in enumerate(("#b5654a", "#7f9172", "#c49a4a", "#5f7f95")):
        x = 60 + n * 300
        pen.rectangle((x, 340, x + 260, 640), fill="#f1e7d6")
        pen.polygon([(x - 20, 340), (x + 130, 240), (x + 280, 340)], fill="#6d5848")
        pen.rectangle((x, 380, x + 260, 430), fill=colour)
        pen.rectangle((x + 90, 480, x + 170, 640), fill="#8d7b68")


SCENES: dict[str, Callable[[Pen], None]] = {"river": _river, "bridge": _bridge, "lamp": _lamp, "street": _street}


def draw(organisation: Organisation) -> dict[str, Any]:
    """One picture of each scene on the shelf of an organisation, by name."""
    shelf = collection_of(organisation)
    return {name: _store(name, shelf) for name in SCENES}


def _store(name: str, shelf: Any) -> Any:
    picture = Image.new("RGB", (WIDE, HIGH), "#e9e4d4")
    SCENES[name](ImageDraw.Draw(picture))
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=82)
    file = ContentFile(raw.getvalue(), f"demo-{name}.jpg")
    return get_image_model().objects.create(title=ALT[name], file=file, width=WIDE, height=HIGH, collection=shelf)
