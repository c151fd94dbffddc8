"""A picture as a phone takes it: large, noisy, with a place hidden inside."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

GPS, NORTH, EAST = 0x8825, 2, 4


def photo(folder: Path, name: str = "deng.jpg") -> Path:
    """A file of more than half a megabyte with an invented position in its hidden data."""
    path = folder / name
    hidden = Image.Exif()
    hidden.get_ifd(GPS).update({1: "N", NORTH: (30.0, 1.0, 2.0), 3: "E", EAST: (104.0, 3.0, 4.0)})
    Image.effect_noise((1300, 1000), 50).convert("RGB").save(path, quality=92, exif=hidden)
    return path
