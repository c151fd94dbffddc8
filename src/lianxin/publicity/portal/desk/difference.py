"""旧稿与新稿对照: block by block, inside a block sign by sign; text, pictures, source, title.

Blocks are paired by their identity, which Wagtail keeps through edits, then by likeness, so that a
paragraph that only moved is not shown as lost and found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from wagtail.fields import StreamField

from .content import Block, Part, Telling, at_desk, blocks_of
from .corrections import told

#: longer texts are compared sentence by sentence first, because signs cost the square of the length
WHOLE = 1500
#: two blocks of one kind below this likeness are two blocks
ALIKE = 0.35
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
SAME, GONE, NEW = "same", "gone", "new"
WORDS = {"same": "未改", "changed": "有改动", "added": "新增", "removed": "删去", "moved": "位置有变"}
TONES = {"same": "", "changed": "wait", "added": "ok", "removed": "late", "moved": "info"}


@dataclass(frozen=True)
class Cell:
    """One value on both sides. Runs are (same | gone | new, text); pictures by id."""

    label: str
    old: tuple[tuple[str, str], ...] = ()
    new: tuple[tuple[str, str], ...] = ()
    old_image: int | None = None
    new_image: int | None = None

    @property
    def changed(self) -> bool:
        return self.old != self.new or self.old_image != self.new_image


@dataclass(frozen=True)
class Row:
    """A field or a block on both sides. state: key of `WORDS`."""

    label: str
    state: str
    cells: tuple[Cell, ...] = field(default_factory=tuple)

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


def runs(old: str, new: str) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Both sides of a text in pieces that stayed, went or came."""
    if old == new:
        same = ((SAME, old),) if old else ()
        return same, same
    if len(old) + len(new) > WHOLE:
        return _by_sentence(old, new)
    return _match(old, new, SequenceMatcher(None, old, new, autojunk=False))


def _match(old: str, new: str, matcher: SequenceMatcher[str]) -> Any:
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            left.append((SAME, old[a:b]))
            right.append((SAME, new[c:d]))
            continue
        if b > a:
            left.append((GONE, old[a:b]))
        if d > c:
            right.append((NEW, new[c:d]))
    return tuple(left), tuple(right)


def _by_sentence(old: str, new: str) -> Any:
    one, other = ([s for s in _SENTENCE.findall(text) if s] for text in (old, new))
    left: list[tuple[str, str]] = []
    right: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        was, now = "".join(one[a:b]), "".join(other[c:d])
        if tag == "replace" and len(was) + len(now) <= WHOLE:
            inner = _match(was, now, SequenceMatcher(None, was, now, autojunk=False))
            left += inner[0]
            right += inner[1]
        else:
            left += [(SAME if tag == "equal" else GONE, was)] if was else []
            right += [(SAME if tag == "equal" else NEW, now)] if now else []
    return tuple(left), tuple(right)


def compare(old: Any, new: Any, before: Telling = at_desk, after: Telling = at_desk) -> list[Row]:
    """All rows of two states of an item, in the order in which readers meet them.

    before, after: what is said on each side of recordings and pages that it names.
    """
    rows: list[Row] = []
    for each in told(new):
        if isinstance(each, StreamField):
            rows += _bodies(blocks_of(getattr(old, each.name, None), before), blocks_of(getattr(new, each.name), after))
        else:
            row = _row(str(each.verbose_name), [_value(old, each, before)], [_value(new, each, after)])
            rows += [row] if row.cells else []
    return rows


def _value(page: Any, each: Any, telling: Telling) -> Part:
    label = str(each.verbose_name)
    value = getattr(page, each.name, None)
    if each.is_relation:
        is_image = "image" in each.related_model._meta.model_name
        said = telling(value)[0][1] if value else ""
        return Part(label, each.name, said, image=value.pk if value and is_image else None)
    display = getattr(page, f"get_{each.name}_display", None)
    return Part(label, each.name, str((display() if display else value) or ""))


def _row(label: str, old: Sequence[Part], new: Sequence[Part], state: str = "") -> Row:
    cells = tuple(c for c in _cells(old, new) if c.old or c.new or c.old_image or c.new_image)
    changed = any(c.changed for c in cells)
    return Row(label, state or ("changed" if changed else "same"), cells)


def _cells(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Cell]:
    none = Part("", "", "")
    for n in range(max(len(old), len(new))):
        was = old[n] if n < len(old) else none
        now = new[n] if n < len(new) else none
        left, right = runs(was.text, now.text)
        yield Cell(now.label or was.label, left, right, was.image, now.image)


def _bodies(old: list[Block], new: list[Block]) -> list[Row]:
    mine, theirs = _keys(old, new)
    rows: list[Row] = []
    moved = {b.ident: b for b in old if b.ident}
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [_row(y.label, x.parts, y.parts) for x, y in zip(old[a:b], new[c:d], strict=True)]
        else:
            rows += _replaced(old[a:b], new[c:d], moved, {y.ident for y in new if y.ident})
    return rows


def _keys(old: list[Block], new: list[Block]) -> tuple[list[str], list[str]]:
    both = {b.ident for b in old if b.ident} & {b.ident for b in new if b.ident}
    one, other = ([b.ident if b.ident in both else f"{b.kind}:{b.text}" for b in blocks] for blocks in (old, new))
    return one, other


def _replaced(old: list[Block], new: list[Block], before: dict[str, Block], after: set[str]) -> Iterator[Row]:
    """Blocks that stand in one place on both sides: the same one elsewhere has moved, the likest are one, the rest go or come."""
    left = [b for b in old if b.ident not in after]
    for block in new:
        twin = before.get(block.ident)
        if twin is not None:
            row = _row(block.label, twin.parts, block.parts)
            yield Row(row.label, "changed" if row.state == "changed" else "moved", row.cells)
            continue
        likest = max(left, key=lambda b: _likeness(b, block), default=None)
        if likest is not None and _likeness(likest, block) >= ALIKE:
            left.remove(likest)
            yield _row(block.label, likest.parts, block.parts)
        else:
            yield _row(block.label, [], block.parts, "added")
    for block in left:
        yield _row(block.label, block.parts, [], "removed")


def _likeness(one: Block, other: Block) -> float:
    if one.kind != other.kind:
        return 0.0
    return SequenceMatcher(None, one.text[:400], other.text[:400], autojunk=False).ratio()
