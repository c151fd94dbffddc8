"""定稿与征求意见稿对照: paragraph by paragraph, inside a paragraph sign by sign. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
WORDS = {"same": "未改", "changed": "有改动", "added": "新增", "removed": "删去"}
TONES = {"same": "", "changed": "wait", "added": "ok", "removed": "late"}
#: two paragraphs below this likeness are two paragraphs
ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph on both sides. number: in the newer text, 0 when it is gone; runs: (same | gone | new, text)."""

    number: int
    state: str
    runs: tuple[tuple[str, str], ...]

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Every paragraph of both texts once, in reading order; joined without what is new it is the old text, and the other
    way round."""
    found: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line(c + i + 1, SAME, ((SAME, text),)) for i, text in enumerate(new[c:d])]
        else:
            found += _between(old[a:b], new[c:d], c)
    return found


def _between(old: Sequence[str], new: Sequence[str], start: int) -> list[Line]:
    """Paragraphs that stand between equal ones: pairs that are alike in their order, the rest gone or new."""
    found: list[Line] = []
    at = 0
    for i, text in enumerate(new):
        match = next((j for j in range(at, len(old)) if _alike(old[j], text)), None)
        if match is None:
            found.append(Line(start + i + 1, "added", ((NEW, text),)))
            continue
        found += [Line(0, "removed", ((GONE, gone),)) for gone in old[at:match]]
        found.append(Line(start + i + 1, "changed", runs(old[match], text)))
        at = match + 1
    return [*found, *(Line(0, "removed", ((GONE, gone),)) for gone in old[at:])]


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def runs(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Sign by sign: what both have, what is gone, what is new."""
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((SAME, old[a:b]))
            continue
        found += [(kind, text) for kind, text in ((GONE, old[a:b]), (NEW, new[c:d])) if text]
    return tuple(found)
