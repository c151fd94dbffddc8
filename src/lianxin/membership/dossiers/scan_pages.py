"""Pages of a scan as pictures: ``python scan_pages.py KIND FOLDER < FILE``. Imports nothing of the house nor of Django."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGES, PIXELS, SIDE, SECONDS = 60, 80_000_000, 3500, 80


def pictures(kind: str, data: bytes) -> Iterator[Any]:
    """The picture itself, or the largest picture of each page of a PDF (a scanner makes one a page)."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS
    if kind != "pdf":
        yield Image.open(io.BytesIO(data))
        return
    from pypdf import PdfReader

    for page in list(PdfReader(io.BytesIO(data)).pages)[:PAGES]:
        found = [picture.image for picture in page.images if picture.image is not None]
        if found:
            largest = max(found, key=lambda one: one.width * one.height)
            yield largest.rotate(-page.rotation, expand=True) if page.rotation else largest


def main() -> int:
    """Grey pictures, numbered in their order, no larger than a page needs."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    kind, folder = sys.argv[1], Path(sys.argv[2])
    for number, one in enumerate(pictures(kind, sys.stdin.buffer.read())):
        grey = one.convert("L")
        grey.thumbnail((SIDE, SIDE))
        grey.save(folder / f"{number:03}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
