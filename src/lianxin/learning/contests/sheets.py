"""A paper on the screen, and what the screen sends back. Options are numbered as they are shown; the bank's order never leaves."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lianxin.learning.questions.marking import GAP
from lianxin.learning.questions.models import Version
from lianxin.learning.questions.words import KINDS, LETTERS

from .actions.sitting import Sent
from .drawing import Place
from .marks import Result, words


@dataclass(frozen=True, slots=True)
class Line:
    """One option as it is shown. value: as it is sent."""

    value: str
    letter: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a paper. name: of its fields; gaps: what is written in each blank; was: the answer when the page was made."""

    at: int
    name: str
    kind: str
    kind_words: str
    stem: str
    lines: tuple[Line, ...]
    gaps: tuple[tuple[str, str], ...]
    was: str

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def many(self) -> bool:
        return self.kind == "multiple"

    @property
    def answered(self) -> bool:
        return self.was != "[]"


def asked(paper: Sequence[Place], said: Mapping[int, Sequence[Any]]) -> list[Asked]:
    """The paper without anything that tells the answers. One statement."""
    rows = Version.objects.filter(pk__in={place.version for place in paper}).values_list("pk", "stem", "options")
    texts = {pk: (stem, options) for pk, stem, options in rows}
    return [_asked(at, place, *texts[place.version], said.get(at, ())) for at, place in enumerate(paper)]


def _asked(at: int, place: Place, stem: str, options: list[str], said: Sequence[Any]) -> Asked:
    name = f"a{at}"
    lines = tuple(
        Line(str(shown), LETTERS[shown], options[real], real in said) for shown, real in enumerate(place.order)
    )
    written = [*map(str, said), *[""] * place.blanks][: place.blanks]
    gaps = tuple((f"{name}_{n}", text) for n, text in enumerate(written))
    was = json.dumps(
        [int(line.value) for line in lines if line.chosen] if options else (written if any(written) else []),
        ensure_ascii=False,
    )
    words_of = KINDS[place.kind]
    return Asked(at, name, place.kind, words_of, stem.replace(GAP, "______"), lines, gaps, was)


def shown_to_real(place: Place, said: Any) -> Any:
    """An answer by the numbers on the screen as the bank counts; what is no answer stays one that fits nowhere."""
    if place.kind == "blank" or not isinstance(said, list):
        return said
    return [place.order[n] if type(n) is int and 0 <= n < len(place.order) else -1 for n in said]


def from_form(paper: Sequence[Place], data: QueryDict) -> Sent:
    """What somebody changed on a page that was sent as a whole: what stands as it was shown says nothing."""
    found: dict[int, tuple[Any, int]] = {}
    for at, place in enumerate(paper):
        said = _said(at, place, data)
        if f"was{at}" in data and json.dumps(said, ensure_ascii=False) != data[f"was{at}"]:
            found[at] = (shown_to_real(place, said), 0)
    return found


def _said(at: int, place: Place, data: QueryDict) -> list[Any]:
    if place.kind == "blank":
        written = [data.get(f"a{at}_{n}", "").strip() for n in range(place.blanks)]
        return written if any(written) else []
    return sorted({int(v) for v in data.getlist(f"a{at}") if v.isascii() and v.isdecimal() and len(v) < 3})


def from_json(paper: Sequence[Place], body: bytes) -> Sent:
    """``{"answers": {"3": {"said": [0], "ago": 1200}}}``; ValueError for anything else."""
    sent = json.loads(body)
    rows = sent.get("answers") if isinstance(sent, dict) else None
    if not isinstance(rows, dict) or len(rows) > len(paper):
        raise ValueError("answers are a table of places")
    found: dict[int, tuple[Any, int]] = {}
    for word, row in rows.items():
        if not (word.isascii() and word.isdecimal() and len(word) < 4) or not isinstance(row, dict):
            raise ValueError("a place is a number with an answer")
        at, ago = int(word), row.get("ago", 0)
        if at < len(paper):
            found[at] = (shown_to_real(paper[at], row.get("said")), ago if type(ago) is int else 0)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """One question after the end. answer, explanation and source are empty while another round may still ask it."""

    asked: Asked
    version: int
    mine: str
    answer: str
    explanation: str
    source: str
    earned: str
    points: str
    struck: bool
    hidden: bool
    full: bool


def told(
    paper: Sequence[Place],
    said: Mapping[int, Sequence[Any]],
    result: Result,
    points: Mapping[str, int],
    hidden: Collection[int],
) -> list[Told]:
    """A paper with its answers. hidden: versions whose answer is shown nowhere yet. Two statements."""
    texts = Version.objects.in_bulk({place.version for place in paper})
    return [
        _told(item, place, texts[place.version], said.get(at, ()), result.each[at], points[place.kind], place.version in hidden)
        for at, (item, place) in enumerate(zip(asked(paper, said), paper, strict=True))
    ]  # fmt: skip


def _told(
    item: Asked, place: Place, text: Version, said: Sequence[Any], cents: int | None, points: int, hidden: bool
) -> Told:
    return Told(
        item, place.version, _words(item, [line.value for line in item.lines if line.chosen], said),
        "" if hidden else _words(item, [str(n) for n, real in enumerate(place.order) if real in text.key], ["或".join(k) for k in text.key] if not text.options else ()),
        "" if hidden else text.explanation, "" if hidden else text.source,
        "" if hidden or cents is None else words(cents), str(points), cents is None, hidden,
        cents == points * 100,
    )  # fmt: skip


def _words(item: Asked, values: Sequence[str], written: Sequence[Any]) -> str:
    if item.lines:
        return "、".join(f"{line.letter}. {line.words}" for line in item.lines if line.value in values)
    return "；".join(str(one) or "（空着）" for one in written)
