"""An item taken apart: one line of parts for the difference and for the hints, whatever its blocks are made of."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from wagtail.images import get_image_model

#: fields of an item that are no words of its own
NOT_CONTENT = frozenset({"layout_only", "hide_old", "org_path", "correction", "page_ptr"})
_BREAKS = re.compile(r"</(?:p|li|h\d|blockquote|tr)>|<br\s*/?>", re.I)
_LINKS = re.compile(r'<a\s[^>]*?(?:href="([^"]*)"|id="(\d+)")[^>]*>(.*?)</a>', re.I | re.S)


@dataclass(frozen=True)
class Part:
    """One value inside a block. name: key of the field; markup: its HTML when it is rich text; image: id of a picture."""

    label: str
    name: str
    text: str
    markup: str = ""
    image: int | None = None


@dataclass(frozen=True)
class Block:
    """One block of the body, with all its values in order."""

    ident: str
    kind: str
    label: str
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join(p.text for p in self.parts if p.text)


def blocks_of(body: Any) -> list[Block]:
    """The blocks of a stream value, the nested ones flattened into parts."""
    return [
        Block(str(child.id or ""), child.block_type, str(child.block.label or child.block_type),
              tuple(_parts(child.block, child.value, "", child.block_type)))
        for child in body or ()
    ]  # fmt: skip


def _parts(block: Any, value: Any, label: str, name: str) -> Iterator[Part]:
    if hasattr(value, "stream_block"):
        for child in value:
            yield from _parts(child.block, child.value, str(child.block.label), child.block_type)
    elif hasattr(value, "list_block"):
        for child in value:
            yield from _parts(block.child_block, child, label, name)
    elif hasattr(value, "items") and hasattr(block, "child_blocks"):
        for key, inner in value.items():
            yield from _parts(block.child_blocks[key], inner, str(block.child_blocks[key].label), key)
    else:
        yield _leaf(value, label, name)


def _leaf(value: Any, label: str, name: str) -> Part:
    if value is None:
        return Part(label, name, "")
    if isinstance(value, get_image_model()):
        return Part(label, name, str(value.title), image=value.pk)
    if hasattr(value, "source") and not isinstance(value, str):  # rich text
        return Part(label, name, to_text(value.source), markup=value.source)
    return Part(label, name, str(value))


def to_text(markup: str) -> str:
    """Rich text as lines; where a link leads stands behind its words, because that is content too."""
    linked = _LINKS.sub(lambda m: f"{m[3]}〔{m[1] or '站内 ' + m[2]}〕", markup)
    lines = html.unescape(strip_tags(_BREAKS.sub("\n", linked))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def plain_of(body: Any) -> str:
    """The words of a body, pictures by their number."""
    found = [f"〔图{p.image}〕" if p.image else p.text for block in blocks_of(body) for p in block.parts]
    return "\n".join(found)
