"""A picture as a phone takes it: a street at dusk, with the place where it was taken hidden inside."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

WIDE, HIGH = 1400, 1050
GPS = 0x8825
DUSK, GLOW, ROAD, POST, LIGHT = (38, 52, 86), (222, 150, 96), (70, 66, 66), (30, 30, 34), (255, 226, 150)
#: where the lamps stand, and whether they burn
LAMPS = ((180, True), (520, False), (860, False), (1200, False))


def photo(folder: Path, name: str = "deng.jpg") -> Path:
    """A file of more than half a megabyte with an invented position in its hidden data."""
    path = folder / name
    hidden = Image.Exif()
    hidden.get_ifd(GPS).update({1: "N", 2: (30.0, 1.0, 2.0), 3: "E", 4: (104.0, 3.0, 4.0)})
    grain = Image.effect_noise((WIDE, HIGH), 40).convert("RGB")
    Image.blend(_street(), grain, 0.12).save(path, quality=97, exif=hidden)
    return path


def _street() -> Image.Image:
    picture = Image.new("RGB", (WIDE, HIGH))
    draw = ImageDraw.Draw(picture)
    horizon = HIGH * 2 // 3
    for y in range(horizon):
        part = y / horizon
        draw.line((0, y, WIDE, y), fill=tuple(round(a + (b - a) * part) for a, b in zip(DUSK, GLOW, strict=True)))
    draw.rectangle((0, horizon, WIDE, HIGH), fill=(58, 64, 52))
    draw.polygon([(WIDE // 2 - 60, horizon), (WIDE // 2 + 60, horizon), (WIDE, HIGH), (0, HIGH)], fill=ROAD)
    for x, burns in LAMPS:
        draw.rectangle((x - 7, 260, x + 7, horizon + 60), fill=POST)
        draw.rectangle((x - 7, 254, x + 90, 266), fill=POST)
        if burns:
            draw.ellipse((x + 20, 200, x + 160, 340), fill=(214, 170, 110))
        draw.ellipse((x + 60, 244, x + 120, 300), fill=LIGHT if burns else (52, 54, 62))
    return picture
