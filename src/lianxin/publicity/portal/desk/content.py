"""An item taken apart: one line of parts for the difference and for the hints, whatever its blocks are made of."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.html import strip_tags
from wagtail.images import get_image_model
from wagtail.models import Page

from lianxin.publicity.media import queries as media
from lianxin.publicity.media.models import Recording, Words

#: fields of an item that are no words of its own
NOT_CONTENT = frozenset({"layout_only", "hide_old", "org_path", "correction", "page_ptr"})
#: key of the parts that say what a named row says, be it a recording or another page
NAMED = "named"
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


#: what is said of a row that a block names: (label, words) in an order that is the same for all rows of a kind
Said = list[tuple[str, str]]
Telling = Callable[[Any], Said]


def at_desk(row: Any) -> Said:
    """As the row stands now. Its number is part of it: another one of the same title is another one (M06)."""
    if isinstance(row, Recording):
        return _words(row, row)
    return [("", row.title if isinstance(row, get_image_model()) else f"{row}〔{row.pk} 号〕")]


def as_published(page_id: int | None) -> Telling:
    """As readers were told last by this page; what they were told nothing of, as it stands now."""
    shown = media.words_shown(page_id) if page_id else {}
    return lambda row: _words(row, shown.get(row.pk, row)) if isinstance(row, Recording) else at_desk(row)


def to_readers(page_id: int) -> Telling:
    """What everybody may be told (M01): nothing that no published page says."""
    shown = media.words_shown(page_id)

    def said(row: Any) -> Said:
        if isinstance(row, Recording) and row.pk in shown:
            return _words(row, shown[row.pk])
        if isinstance(row, Page) and Page.objects.live().public().filter(pk=row.pk).exists():
            return [("", row.title)]
        return [("", "" if isinstance(row, get_image_model()) else "（现在没有公开）")]

    return said


def _words(row: Recording, words: Words) -> Said:
    poster = f"〔{words.poster_id} 号〕" if words.poster_id else ""
    return [("", f"{words.title}〔{row.pk} 号〕"), ("录制说明", words.description), ("文字稿", words.transcript),
            ("字幕", words.captions), ("封面图", poster)]  # fmt: skip


def blocks_of(body: Any, telling: Telling = at_desk) -> list[Block]:
    """The blocks of a stream value, the nested ones flattened into parts. telling: what is said of rows they name."""
    return [
        Block(str(child.id or ""), child.block_type, str(child.block.label or child.block_type),
              tuple(_parts(child.block, child.value, "", child.block_type, telling)))
        for child in body or ()
    ]  # fmt: skip


def _parts(block: Any, value: Any, label: str, name: str, telling: Telling) -> Iterator[Part]:
    if hasattr(value, "stream_block"):
        for child in value:
            yield from _parts(child.block, child.value, str(child.block.label), child.block_type, telling)
    elif hasattr(value, "list_block"):
        for child in value:
            yield from _parts(block.child_block, child, label, name, telling)
    elif hasattr(value, "items") and hasattr(block, "child_blocks"):
        for key, inner in value.items():
            yield from _parts(block.child_blocks[key], inner, str(block.child_blocks[key].label), key, telling)
    elif isinstance(value, Model):
        yield from _named(value, label, name, telling)
    else:
        yield _leaf(value, label, name)


def _named(row: Model, label: str, name: str, telling: Telling) -> Iterator[Part]:
    if isinstance(row, get_image_model()):
        yield Part(label, name, telling(row)[0][1], image=row.pk)
        return
    for inner, words in telling(row):
        yield Part(inner or label, NAMED, words)


def _leaf(value: Any, label: str, name: str) -> Part:
    if value is None:
        return Part(label, name, "")
    if hasattr(value, "source") and not isinstance(value, str):  # rich text
        return Part(label, name, to_text(value.source), markup=value.source)
    return Part(label, name, str(value))


def to_text(markup: str) -> str:
    """Rich text as lines; where a link leads stands behind its words, because that is content too."""
    linked = _LINKS.sub(lambda m: f"{m[3]}〔{m[1] or '站内 ' + m[2]}〕", markup)
    lines = html.unescape(strip_tags(_BREAKS.sub("\n", linked))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def plain_of(body: Any, telling: Telling = at_desk) -> str:
    """The words of a body, pictures by their number."""
    found = [f"〔图{p.image}〕" if p.image else p.text for block in blocks_of(body, telling) for p in block.parts]
    return "\n".join(found)
