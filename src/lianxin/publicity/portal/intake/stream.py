"""Parts -> blocks of a page's body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from .parts import Heading, Item, Para, Part, Picture, Quote, Table

#: block values as a StreamField takes them
Blocks = list[tuple[str, Any]]
ALT_MOST = 200


def blocks_of(parts: Iterable[Part], picture: Callable[[Picture], Any | None]) -> Blocks:
    """(kind, value) pairs. picture: gives the stored picture of a place, None when it is left out."""
    made: Blocks = []
    text: list[str] = []
    items: list[Item] = []

    def end_items() -> None:
        if items:
            text.append(list_html(items))
            items.clear()

    def end_text() -> None:
        end_items()
        if text:
            made.append(("text", "".join(text)))
            text.clear()

    for part in parts:
        if isinstance(part, Item):
            items.append(part)
        elif isinstance(part, Para):
            end_items()
            text.append(f"<p>{part.html}</p>")
        elif isinstance(part, Quote) and not part.source:  # a quotation block names where it is from; this one does not
            end_items()
            text.append(f"<p><i>{escape(part.text, quote=False)}</i></p>".replace("\n", "<br/>"))
        elif isinstance(part, Table):
            end_items()
            text.append(table_html(part))
        else:
            end_text()
            _single(made, part, picture)
    end_text()
    return made


def _single(made: Blocks, part: Heading | Quote | Picture, picture: Callable[[Picture], Any | None]) -> None:
    if isinstance(part, Heading):
        made.append(("heading", part.text))
    elif isinstance(part, Quote):
        made.append(("quote", {"text": part.text, "source": part.source}))
    elif (image := picture(part)) is not None:
        alt = part.alt or part.caption or "文中配图"
        made.append(("picture", {"image": image, "alt": alt[:ALT_MOST], "caption": part.caption}))


def list_html(items: list[Item]) -> str:
    """Points in their levels as nested lists."""
    out: list[str] = []
    open_kinds: list[str] = []
    for item in items:
        while len(open_kinds) > item.level or (len(open_kinds) == item.level and open_kinds[-1] != item.kind):
            out.append(f"</li></{open_kinds.pop()}>")
        if len(open_kinds) == item.level:
            out.append("</li>")
        while len(open_kinds) < item.level:
            open_kinds.append(item.kind)
            out.append(f"<{item.kind}>" if len(open_kinds) == item.level else f"<{item.kind}><li>")
        out.append(f"<li>{item.html}")
    out += [f"</li></{kind}>" for kind in reversed(open_kinds)]
    return "".join(out)


def table_html(table: Table) -> str:
    """A table as lines, one row each, the head in bold: there is no block for tables, and a phone has no room for one."""
    width = len(table.rows[0])
    headed = table.head or (len(table.rows) > 2 and all(len(row) == width and all(row) for row in table.rows))
    lines = [" ｜ ".join(cell for cell in row if cell) for row in table.rows]
    if headed:
        lines[0] = f"<b>{lines[0].replace('<b>', '').replace('</b>', '')}</b>"
    return "".join(f"<p>{line}</p>" for line in lines if line)
