"""Draws the PNG icons of the installed app from the geometry of ``bridge.svg``: ``python -m lianxin.ui.draw_icons``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "static" / "ui" / "icons"
RED, GILT = (155, 19, 19, 255), (242, 213, 138, 255)
#: drawn this many times larger, then reduced, which smooths the edges
FINE = 4

Point = tuple[float, float]
#: cubic curves (four points) and lines (two points) on a 64 grid, with their stroke width
STROKES: tuple[tuple[tuple[Point, ...], float], ...] = (
    (((9, 42), (55, 42)), 3.6),
    (((13, 42), (18, 18), (46, 18), (51, 42)), 3.6),
    (((23, 42), (23, 30.5)), 3.6),
    (((32, 42), (32, 26)), 3.6),
    (((41, 42), (41, 30.5)), 3.6),
    (((20, 50), (24, 47.5), (28, 52.5), (32, 50)), 2.6),
    (((32, 50), (36, 47.5), (40, 52.5), (44, 50)), 2.6),
)


def points(stroke: tuple[Point, ...]) -> Iterator[Point]:
    """Points along a line or a cubic Bezier curve, close enough for discs to melt into a stroke."""
    for step in range(401):
        t = step / 400
        if len(stroke) == 2:
            (x0, y0), (x1, y1) = stroke
            yield x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
        else:
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(w * p[0] for w, p in zip(weights, stroke, strict=True)),
                sum(w * p[1] for w, p in zip(weights, stroke, strict=True)),
            )


def draw(size: int, *, full: bool) -> Image.Image:
    """Icon of `size` pixels. full: red to the edges and the bridge smaller, for round masks."""
    side = size * FINE
    picture = Image.new("RGBA", (side, side), RED if full else (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if not full:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * 14 / 64, fill=RED)
    scale = side / 64 * (0.78 if full else 1)
    shift = side * (0.11 if full else 0)
    for stroke, width in STROKES:
        radius = width * scale / 2
        for x, y in points(stroke):
            cx, cy = x * scale + shift, y * scale + shift
            pen.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), fill=GILT)
    small = picture.resize((size, size), Image.Resampling.LANCZOS)
    return small.quantize(64, method=Image.Quantize.FASTOCTREE)


def main() -> None:
    """Write the three files."""
    draw(192, full=False).save(FOLDER / "bridge-192.png", optimize=True)
    draw(512, full=False).save(FOLDER / "bridge-512.png", optimize=True)
    draw(512, full=True).save(FOLDER / "bridge-mask-512.png", optimize=True)


if __name__ == "__main__":
    main()
