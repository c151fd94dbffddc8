"""Colours that were pasted into a text, against the paper on which it is read (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

import re

#: what WCAG 2.2 AA asks of body text
LEAST = 4.5
PAPER = (255, 255, 255)
_COLOUR = re.compile(r"(?<![-\w])color\s*[:=]\s*[\"']?\s*(#[0-9a-f]{3,6}|rgb\([\d\s,]+\))", re.I)


def weak(markup: str) -> list[tuple[str, float]]:
    """Colours of text in the markup that are too faint, with their ratio."""
    found = [(colour, ratio(_rgb(colour), PAPER)) for colour in _COLOUR.findall(markup)]
    return [(colour, value) for colour, value in found if value < LEAST]


def _rgb(colour: str) -> tuple[int, int, int]:
    if colour.startswith("#"):
        digits = colour[1:]
        digits = "".join(c * 2 for c in digits[:3]) if len(digits) < 6 else digits
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    numbers = [min(255, int(n)) for n in re.findall(r"\d+", colour)] + [0, 0, 0]
    return numbers[0], numbers[1], numbers[2]


def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """1.0 (the same) to 21.0 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
