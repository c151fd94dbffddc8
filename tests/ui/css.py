"""Reads the style sheet as the browser would see its tokens: one table per mode."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "src/lianxin/ui/static/ui"
_SCOPES = {"": ":root {", "elder": '[data-mode~="elder"] { --', "contrast": '[data-mode~="contrast"] {\n    --'}


def _block(text: str, start: str) -> str:
    begin = text.index(start) + start.index("{") + 1
    return text[begin : text.index("}", begin)]


def tokens(*modes: str) -> dict[str, str]:
    """Custom properties that hold in the given modes."""
    text = (STATIC / "lianxin.css").read_text()
    found: dict[str, str] = {}
    for mode in ("", *modes):
        found.update(re.findall(r"--([\w-]+):\s*([^;]+);", _block(text, _SCOPES[mode])))
    return found


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1..21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rem(value: str) -> float:
    """Pixels of a ``rem`` or ``px`` token at the usual 16."""
    return float(value.removesuffix("rem")) * 16 if value.endswith("rem") else float(value.removesuffix("px"))
