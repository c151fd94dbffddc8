"""Paragraphs of an official document from the cleaned HTML of a published text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from .paper import Line

_BLOCKS = {"p", "li", "blockquote", "figcaption", "td", "th", "div"}
_HEADS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}
_SILENT = {"script", "style", "svg", "noscript", "template"}
_SPACE = re.compile(r"\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.level = 0
        self.muted = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.muted += 1
        elif tag in _HEADS or tag in _BLOCKS or tag == "br":
            self.flush()
            self.level = _HEADS.get(tag, 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.muted = max(0, self.muted - 1)
        elif tag in _HEADS or tag in _BLOCKS:
            self.flush()
            self.level = 0

    def handle_data(self, data: str) -> None:
        if not self.muted:
            self.text += data

    def flush(self) -> None:
        text, self.text = _SPACE.sub(" ", self.text).strip(), ""
        if text:
            self.lines.append(Line(text, self.level))


def lines_of(html: str) -> tuple[Line, ...]:
    """Headings become levels 1 to 4, everything else paragraphs; scripts and styles give no text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(reader.lines)
