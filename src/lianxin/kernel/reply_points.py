"""The questions inside a letter, and which of them a reply touches (R090).

A letter asks in lists (1、2、 / 一是 二是 / （一） / ①) or in sentences that end with a question mark.
What a machine can see is whether the reply uses the words of a question, not whether it answers it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .chinese import bigrams, overlap

_HAN_NUMBERS = "一二三四五六七八九十"
#: ways to number a list; the group is the number
_MARKS = (
    re.compile(r"(?<![\d.年月第])(\d{1,2})[、．.)）](?!\d)"),
    re.compile(r"[(（](\d{1,2})[)）]"),
    re.compile(rf"(?:^|[\s。；;：:，,！？])([{_HAN_NUMBERS}])[、．]"),
    re.compile(rf"[(（]([{_HAN_NUMBERS}])[)）]"),
    re.compile(rf"(?<![之万唯统第])([{_HAN_NUMBERS}])(?:是|则)(?=[^，。]{{2}})"),
    re.compile(rf"第([{_HAN_NUMBERS}])[，、,：:]"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])"),
)
_SENTENCE = re.compile(r"[^。！!？?；;\n]*[。！!？?；;\n]?")
#: signs below which a piece is no question, and likeness from which two pieces are the same one
_LEAST, _SAME = 4, 0.6
#: an item of a list ends with its paragraph or, at the latest, after so many signs
_LONGEST = 300


def points(title: str, body: str) -> list[str]:
    """The points of a letter in its order; a letter without list and question mark is one point."""
    found = listed(body) or _questions(f"{title}\n{body}")
    return found or [title.strip() or body.strip()]


def listed(text: str) -> list[str]:
    """The items of the longest numbered list (at least two, numbered from one), or nothing."""
    best: list[str] = []
    for mark in _MARKS:
        places = _in_sequence(mark, text)
        if not places:
            continue
        ends = [start for start, _ in places[1:]] + [len(text)]
        items = [text[after:end][:_LONGEST] for (_, after), end in zip(places, ends, strict=True)]
        items[-1] = items[-1].split("\n")[0]
        items = [item.strip() for item in items if len(item.strip()) >= _LEAST]
        if len(items) > max(1, len(best)):
            best = items
    return best


def missed(asked: Sequence[str], reply: str, *, common: Collection[str] = ()) -> list[str]:
    """The points whose words the reply does not use.

    common: two-character sequences that prove nothing. A reply that is itself a list of at least as
    many items is taken to follow the letter's list.
    """
    if len(asked) > 1 and len(listed(reply)) >= len(asked):
        return []
    told = set(bigrams(reply)) - set(common)
    return [point for point in asked if not (set(bigrams(point)) - set(common)) & told]


def _in_sequence(mark: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Start and end of the marks that count 1, 2, 3 …, others skipped."""
    places: list[tuple[int, int]] = []
    for match in mark.finditer(text):
        if _value(match.group(1)) == len(places) + 1:
            places.append(match.span())
    return places if len(places) > 1 else []


def _value(sign: str) -> int:
    if sign.isdecimal():
        return int(sign)
    row = _HAN_NUMBERS if sign in _HAN_NUMBERS else "①②③④⑤⑥⑦⑧⑨⑩"
    return row.index(sign) + 1


def _questions(text: str) -> list[str]:
    """Sentences that end with a question mark; one that says the same as an earlier one is dropped."""
    kept: list[str] = []
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        asks = sentence.endswith(("?", "？")) and len(sentence) > _LEAST
        if asks and all(overlap(sentence, other) < _SAME for other in kept):
            kept.append(sentence)
    return kept
