"""One verdict for each row of a table of questions, with the reasons in Chinese; no database is asked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lianxin.kernel.sheets import Sheet, plain, prose

from .. import policies
from ..actions import Written
from ..marking import GAP, Text, faults
from ..words import LETTERS, TRUTH
from .words import DIFFICULTY_WORDS, HEADINGS, KIND_WORDS, RIGHT, WRONG, YES

#: how a cell separates options, blanks, and spellings of one blank
_BETWEEN = re.compile(r"[\n|｜]+")
_LETTER = re.compile(r"^\s*[A-Ha-h]\s*[.．、:：)）]\s*")
_BLANKS = re.compile(r"[;；\n]+")
_SPELLINGS = re.compile(r"[|｜]|\s*或\s*")
_GAPS = re.compile(r"_{2,}|[（(]\s*[)）]")
_NOT_LETTERS = re.compile(r"[\s,，、;；.．和与]+")

#: what is shown to people as it was written; everything else is only compared
READ_ALOUD = {"stem", "options", "key", "explanation", "source", *(f"option{letter}" for letter in LETTERS)}

Blame = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A good row."""

    number: int
    written: Written
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A refused row: every reason at once."""

    number: int
    reasons: tuple[str, ...]
    cells: dict[str, str]


def judge(sheet: Sheet) -> Iterator[Row | Bad]:
    """The rows in their order. What is asked twice is refused from the second on, and so is the first when the
    two answers contradict each other: nobody knows which of them is right."""
    judged = [
        _one(number, {name: prose(cell) if name in READ_ALOUD else plain(cell) for name, cell in cells.items()})
        for number, cells in sheet.cells()
    ]
    seen: dict[str, list[Row]] = {}
    for row in judged:
        if isinstance(row, Row):
            seen.setdefault(row.written.text.fingerprint, []).append(row)
    clash = {row.number: _words(row, rows) for rows in seen.values() if len(rows) > 1 for row in rows}
    for row in judged:
        words = clash.get(row.number, "")
        yield Bad(row.number, (words,), row.cells) if words else row


def _words(row: Row, rows: list[Row]) -> str:
    """Why a row cannot stand beside its likes; empty for the first of several that agree."""
    first, others = rows[0], [other.number for other in rows if other.number != row.number]
    if len({answer_of(other.written.text) for other in rows}) > 1:
        return f"与第 {'、'.join(map(str, others[:3]))} 行是同一题，答案不一样，请核对以后只留一行"
    return "" if row is first else f"与第 {first.number} 行是同一题"


def answer_of(text: Text) -> tuple[object, ...]:
    """The key without regard to the order in which options stand."""
    return tuple(sorted(text.options[at] for at in text.key)) if text.options else text.key


def _one(number: int, said: dict[str, str]) -> Row | Bad:
    found: list[str] = []
    options = _options(said)
    kind = _kind(said, options, found.append)
    stem = said.get("stem", "")
    if kind == "blank":
        stem, options = _GAPS.sub(GAP, stem), ()
    if kind == "truth":
        options = TRUTH
    key = key_of(kind, said.get("key", ""), found.append)
    text = Text(
        kind,
        stem,
        options,
        key,
        said.get("explanation", ""),
        said.get("source", ""),
        said.get("keep_order", "").upper() in YES,
    )
    topic = said.get("topic", "")
    if kind:
        unread = bool(found)
        found += [words for field, words in faults(text) if not (unread and field == "key")]
    found += [words for _, words in policies.too_long(text, topic)]
    difficulty = DIFFICULTY_WORDS.get(said.get("difficulty") or "中", 0)
    if not difficulty:
        found.append(f"难度看不懂：{said['difficulty'][:20]}（应是易、中、难）")
    if found:
        return Bad(number, tuple(dict.fromkeys(found)), said)
    return Row(number, Written(text, topic, difficulty), said)


def _options(said: dict[str, str]) -> tuple[str, ...]:
    """Options in columns of their own, or all in one cell, a line each or between upright strokes."""
    columns = [said.get(f"option{letter}", "") for letter in LETTERS]
    if any(columns):
        while columns and not columns[-1]:
            columns.pop()
        return tuple(columns)
    parts = [_LETTER.sub("", part).strip() for part in _BETWEEN.split(said.get("options", ""))]
    return tuple(part for part in parts if part)


def _kind(said: dict[str, str], options: tuple[str, ...], blame: Blame) -> str:
    word, key = "".join(said.get("kind", "").split()), plain(said.get("key", "")).upper()
    if word:
        kind = KIND_WORDS.get(word, "")
        if not kind:
            blame(f"题型看不懂：{word[:20]}（应是单选题、多选题、判断题、填空题）")
        return kind
    if not options or options == TRUTH:
        return "truth" if key in (RIGHT | WRONG) - {"A", "B", "1", "0"} else "blank"
    return "multiple" if len(_NOT_LETTERS.sub("", key)) > 1 else "single"


def key_of(kind: str, cell: str, blame: Blame) -> tuple[object, ...]:
    """An answer as people write it, as the engine takes it; blame is told what cannot be read."""
    if not cell or not kind:
        return ()
    if kind == "truth":
        word = plain(cell).upper()
        if word not in RIGHT | WRONG:
            blame(f"判断题的答案看不懂：{cell[:20]}（应是对或错）")
            return ()
        return (0,) if word in RIGHT else (1,)
    if kind == "blank":
        blanks = [part for part in _BLANKS.split(cell) if part.strip()]
        return tuple(tuple(one.strip() for one in _SPELLINGS.split(blank) if one.strip()) for blank in blanks)
    letters = _NOT_LETTERS.sub("", plain(cell).upper())
    if not letters or any(letter not in LETTERS for letter in letters):
        blame(f"答案看不懂：{cell[:20]}（应是选项的字母，例如 A 或 ABD）")
        return ()
    return tuple(sorted({LETTERS.index(letter) for letter in letters}))


__all__ = ["HEADINGS", "Bad", "Row", "answer_of", "judge", "key_of"]
