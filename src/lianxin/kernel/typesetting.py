"""Pages as PDF or pictures, set by typst. The text travels as data, never as markup, so no sign in it can break it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

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
    import typst  # six megabytes, and most processes never set a page

    return frozenset(typst.Fonts().families())


def faces() -> dict[str, list[str]]:
    """Of each list only what is there: typst would warn about every other one."""
    there = known_faces()
    return {key: [name for name in names if name in there] or names[-1:] for key, names in FACES.items()}


def set_pages(
    template: Path,
    data: dict[str, object],
    *,
    form: Literal["pdf", "png"] = "pdf",
    ppi: float = 144,
    on: date | None = None,
) -> bytes:
    """Set a template with data. form: ``"pdf"``, or ``"png"`` for a picture of the first page.

    on: the day that the file names as its own; the same data and day always give the same bytes.
    Raises `typst.TypstError` for a broken template.
    """
    inputs = {"data": json.dumps({**data, "faces": faces()}, ensure_ascii=False)}
    moment = datetime.combine(on, time(), UTC) if on else None
    # a list when several pages become pictures; the types of the library say bytes
    import typst  # see above

    made: object = typst.compile(template.read_bytes(), format=form, ppi=ppi, sys_inputs=inputs, timestamp=moment)
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError(f"typst gave {type(first).__name__}")
    return first
