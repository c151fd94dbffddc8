"""The code on a poster is read off the picture, not off what it was made of (R155)."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image

from lianxin.publicity.documents.poster import Poster, poster_png


def test_the_code_on_the_poster_leads_to_the_text() -> None:
    """R155: read off the picture square by square, as a phone does; another address gives other squares."""
    poster = Poster("路灯修好了", "三盏路灯今晚恢复照明。", "https://example.test/a/12/", "中共柳河镇委员会")
    picture = Image.open(io.BytesIO(poster_png(poster))).convert("L")
    # the words end above and beside it
    corner = picture.crop((0, picture.height * 3 // 5, picture.width * 2 // 5, picture.height * 21 // 25))
    left, top, right, bottom = corner.point(lambda shade: 255 if shade < 128 else 0).getbbox() or (0, 0, 0, 0)
    assert right - left == pytest.approx(bottom - top, abs=2)

    def differs(url: str) -> int:
        wanted = [list(row) for row in segno.make(url, error="q", micro=False).matrix]
        side = (right - left) / len(wanted)
        read = [
            [corner.getpixel((left + (x + 0.5) * side, top + (y + 0.5) * side)) < 128 for x in range(len(wanted))]
            for y in range(len(wanted))
        ]
        return sum(
            a != bool(b) for one, other in zip(read, wanted, strict=True) for a, b in zip(one, other, strict=True)
        )

    assert differs(poster.url) == 0
    assert differs("https://example.test/a/13/") > 20
