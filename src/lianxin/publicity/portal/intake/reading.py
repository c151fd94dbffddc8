"""Foreign HTML, already freed of what is dangerous, read from top to bottom into parts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from . import looks
from .parts import Heading, Item, Para, Part, Picture, Quote, Run, inline
from .tables import Grid

VOID = frozenset(("br", "img", "hr", "wbr", "col"))
INLINE = frozenset(("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span", "strong",
                    "sub", "sup", "time", "u", "del", "label"))  # fmt: skip
#: parts of a page around its text
AROUND = frozenset(("nav", "header", "footer", "aside"))
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "src")
_SPACE = re.compile(r"[ \t\r\f\u200b\u200c\ufeff]*\n[ \t\r\n\f]*|[ \t\r\f\xa0\u200b\u200c\ufeff]+")
_WIDE = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65"
_BREAK = re.compile(rf"(?<=[{_WIDE}])\v(?=[{_WIDE}])")
_BLANK = " \u3000\xa0\n\t"


@dataclass(slots=True)
class Frame:
    """An open element and what holds inside it."""

    tag: str
    block: bool
    bold: bool = False
    italic: bool = False
    href: str = ""
    hidden: bool = False
    marker: bool = False
    outline: int = 0
    level: int = 0
    large: bool = False
    quote: bool = False
    caption: bool = False
    main: bool = False


class Reader(HTMLParser):
    """Feed it once, then read `parts`. main: (from, to) of the parts inside the element that holds the text."""

    def __init__(self, dropped: Counter[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self.dropped = dropped
        self.main: list[tuple[int, int]] = []
        self.title = ""
        self._stack = [Frame("", True)]
        self._open: Counter[str] = Counter()
        self._runs: list[Run] = []
        self._marker = ""
        self._large = False
        self._quoted: list[str] = []
        self._grids: list[Grid] = []
        self._lists: list[str] = []
        self._open_item = False
        self._main_from: list[int] = []

    # what the parser tells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self._void(tag, attributes)
            return
        frame = self._frame(tag, attributes)
        if frame.block:
            self._flush()
        self._stack.append(frame)
        self._open[tag] += 1
        if not frame.hidden:
            self._opened(frame, attributes)

    def _frame(self, tag: str, attributes: dict[str, str]) -> Frame:
        above, style = self._stack[-1], looks.style_of(attributes)
        gone = tag in AROUND or looks.hidden(attributes)
        if gone and not above.hidden:
            self.dropped["页眉页脚和导航" if tag in AROUND else "看不见的文字"] += 1
        return Frame(
            tag, tag not in INLINE, looks.bold(tag, style, above.bold), looks.italic(tag, style, above.italic),
            attributes.get("href", "") if tag == "a" else above.href, above.hidden or gone,
            above.marker or looks.ignored(attributes), looks.outline(tag, attributes) or above.outline,
            looks.list_level(style) or above.level, above.large or looks.large(style),
            above.quote or tag == "blockquote", above.caption or tag == "figcaption", looks.is_main(tag, attributes),
        )  # fmt: skip

    def _opened(self, frame: Frame, attributes: dict[str, str]) -> None:
        if frame.main:
            self._main_from.append(len(self.parts))
        if frame.tag in ("ul", "ol"):
            self._lists.append(frame.tag)
        elif frame.tag == "li":
            self._open_item = False
        elif frame.tag == "table":
            self._grids.append(Grid())
        elif self._grids:
            self._grids[-1].opened(frame.tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._open[tag]:
            return
        while True:
            frame = self._stack[-1]
            if frame.block:
                self._flush()
            self._stack.pop()
            self._open[frame.tag] -= 1
            if not frame.hidden:
                self._closed(frame)
            if frame.tag == tag:
                return

    def _closed(self, frame: Frame) -> None:
        if frame.main and self._main_from:
            self.main.append((self._main_from.pop(), len(self.parts)))
        if frame.tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._open_item = False
        elif frame.tag == "table" and self._grids:
            self._end_grid(self._grids.pop())
        elif frame.tag == "blockquote" and not self._stack[-1].quote:
            self._end_quote()

    def handle_data(self, data: str) -> None:
        top = self._stack[-1]
        if top.hidden:
            return
        text = _SPACE.sub(lambda m: "\v" if "\n" in m.group() else " ", data)
        if top.marker:
            self._marker += text.replace("\v", " ")
            return
        if text.strip(_BLANK + "\v"):
            self._large = self._large or top.large
        self._runs.append(Run(text, top.bold, top.italic, top.href))

    def close(self) -> None:
        super().close()
        self._flush()
        while len(self._stack) > 1:
            self.handle_endtag(self._stack[-1].tag)
        self._end_quote()

    # what becomes of it

    def _void(self, tag: str, attributes: dict[str, str]) -> None:
        top = self._stack[-1]
        if top.hidden:
            return
        if tag == "br":
            self._runs.append(Run("\n", top.bold, top.italic, top.href))
        elif tag == "hr":
            self._flush()
        elif tag == "img":
            self._picture(attributes)

    def _picture(self, attributes: dict[str, str]) -> None:
        source = next((attributes[name].strip() for name in SOURCES if attributes.get(name, "").strip()), "")
        if looks.tiny(attributes):
            self.dropped["统计用的小图"] += 1
        elif source and not looks.hidden(attributes):
            self._flush()
            self._end_quote()
            self.parts.append(Picture(source, alt=" ".join(attributes.get("alt", "").split())[:200]))

    def _flush(self) -> None:
        """The runs since the last block become a part, by where they stand."""
        runs, marker, large = _tidy(self._runs), self._marker.strip(_BLANK), self._large
        self._runs, self._marker, self._large = [], "", False
        if not runs:
            return
        top = self._stack[-1]
        text = "".join(run.text for run in runs).replace("\n", " ").strip()
        if self._grids and self._grids[-1].in_cell:
            self._grids[-1].add(inline(runs))
        elif top.caption or (self._last_picture() and looks.looks_like_caption(text)):
            self._caption(text)
        elif top.quote:
            self._quoted.append("".join(run.text for run in runs))
        elif self._lists:
            self._point(inline(runs))
        elif level := top.level:
            self.parts.append(Item(inline(runs), level, looks.list_kind(marker) if marker else "ul"))
        else:
            self._paragraph(runs, text, top, large)

    def _paragraph(self, runs: list[Run], text: str, top: Frame, large: bool) -> None:
        if top.outline and not self.title:
            self.title = text[:200]
        linked = any(run.href for run in runs)
        all_bold = all(run.bold for run in runs if run.text.strip(_BLANK))
        seems = not linked and looks.looks_like_heading(text, all_bold=all_bold, is_large=large)
        if (top.outline and len(text) <= looks.HEADING_MOST) or seems:
            self.parts.append(Heading(text))
        else:
            self.parts.append(Para(inline(runs)))

    def _point(self, html: str) -> None:
        last = self.parts[-1] if self.parts else None
        if self._open_item and isinstance(last, Item):
            last.html += f"<br/>{html}"
            return
        self.parts.append(Item(html, min(len(self._lists), 4), self._lists[-1]))
        self._open_item = True

    def _last_picture(self) -> Picture | None:
        last = self.parts[-1] if self.parts else None
        return last if isinstance(last, Picture) and not last.caption else None

    def _caption(self, text: str) -> None:
        picture = self._last_picture()
        if picture is not None and len(text) <= looks.CAPTION_MOST:
            picture.caption = text.lstrip("▲△▼◆↑ ")
        else:
            self.parts.append(Para(inline([Run(text)])))

    def _end_quote(self) -> None:
        lines, self._quoted = self._quoted, []
        if not lines:
            return
        source = ""
        if len(lines) > 1 and lines[-1].startswith(("——", "—", "--", "出处", "摘自", "选自")) and len(lines[-1]) <= 120:
            source = lines.pop().lstrip("—- ").strip()
        self.parts.append(Quote("\n".join(lines), source))

    def _end_grid(self, grid: Grid) -> None:
        if self._grids and self._grids[-1].in_cell:  # a table inside a cell is only text there
            self._grids[-1].add("；".join("，".join(row) for row in grid.rows))
        else:
            self.parts += grid.parts()


def _tidy(runs: list[Run]) -> list[Run]:
    """Line breaks between ideographs vanish, others are spaces; white space at the ends goes. Empty for nothing to read."""
    joined = "".join(run.text for run in runs)
    if not joined.strip(_BLANK + "\v"):
        return []
    marked = _BREAK.sub("\0", joined)
    made: list[Run] = []
    at = 0
    for run in runs:
        piece = marked[at : at + len(run.text)].replace("\0", "").replace("\v", " ")
        at += len(run.text)
        made.append(Run(piece, run.bold, run.italic, run.href))
    return _stripped(made)


def _stripped(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.lstrip(_BLANK):
        runs.pop(0)
    while runs and not runs[-1].text.rstrip(_BLANK):
        runs.pop()
    if runs:
        first = runs[0]
        runs[0] = Run(first.text.lstrip(_BLANK), first.bold, first.italic, first.href)
        last = runs[-1]
        runs[-1] = Run(last.text.rstrip(_BLANK), last.bold, last.italic, last.href)
    return runs
