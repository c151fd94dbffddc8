"""Where a letter came from when it was not written here: a public account of an organisation, by its name."""

from __future__ import annotations

from collections.abc import Callable

#: kind in the source of a letter (``"wechat:12"``) -> the words for the rest of it
_ORIGINS: dict[str, Callable[[str], str]] = {}


def register_origin(kind: str, words: Callable[[str], str]) -> None:
    """Name the letters of one origin; called by whoever brings them in."""
    _ORIGINS[kind] = words


def label_of(source: str) -> str:
    """Words for the desk, empty for a letter that was written here."""
    kind, _, rest = source.partition(":")
    words = _ORIGINS.get(kind)
    return words(rest) if words else ""
