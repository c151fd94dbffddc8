"""Numbers in addresses."""

from __future__ import annotations


def number_of(text: str) -> int:
    """The number that a text names; 0, which no row has, for what is none or longer than any row's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0
