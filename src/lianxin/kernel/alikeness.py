"""Texts about the same thing, found by what they say: pairs of characters weighed by how rare they are.

Plain and deterministic: the same texts in the same order give the same groups. A text is a set of bigrams; a pair of the
title counts double. Likeness is the cosine of the two weighted sets; weights are logarithms of inverse frequency among
the texts of the window (TF-IDF with binary frequency; Salton and Buckley 1988). Nothing but words, topic, area and day
comes in here: there is no author to group by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log, sqrt

from .chinese import bigrams

#: characters of the body that are compared; the matter of a letter stands in its first sentences
CONSIDERED = 300
#: rarest pairs of a text by which others are looked up, and the longest list that is followed
LOOKED_UP, FOLLOWED = 24, 60
#: texts with the most rare pairs in common are compared as a whole
COMPARED = 12
TITLE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Said:
    """One text. area: letters of different areas are never alike; topic: of the first level, "" when unknown."""

    key: int
    area: str
    topic: str
    day: int
    title: str
    body: str


@dataclass(slots=True)
class _Known:
    said: Said
    tokens: dict[str, float]


@dataclass
class Window:
    """Texts of the last days. `nearest` answers whom a text is alike to; `add` takes it in.

    days: how far back; texts must come in the order of their day.
    """

    days: int
    _known: dict[int, _Known] = field(default_factory=dict)
    _having: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _counts: Counter[str] = field(default_factory=Counter)
    _seen: int = 0

    def add(self, said: Said) -> None:
        """Take a text in, and let go of those that fell out of the window."""
        self._forget(said.day - self.days)
        known = _Known(said, tokens_of(said.title, said.body))
        self._known[said.key] = known
        for token in known.tokens:
            self._counts[token] += 1
            self._having[said.area, token].append(said.key)
        self._seen += 1

    def nearest(self, said: Said, most: int = 5) -> list[tuple[float, int]]:
        """(likeness from 0 to 1, key) of the texts most alike, the best first; ties in the order of the keys."""
        tokens = tokens_of(said.title, said.body)
        rare = sorted(tokens, key=lambda t: (-self._weight(t) * tokens[t], t))[:LOOKED_UP]
        met: Counter[int] = Counter()
        for token in rare:
            for key in self._having.get((said.area, token), ())[-FOLLOWED:]:
                met[key] += 1
        found = []
        for key, times in sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))[:COMPARED]:
            other = self._known[key]
            if (
                times < 2
                or key == said.key
                or not _same_topic(said, other.said)
                or said.day - other.said.day > self.days
            ):
                continue
            found.append((self._cosine(tokens, other.tokens), key))
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))[:most]

    def likeness(self, said: Said, other: int) -> float:
        """Of a text and one of the window; 1.0 when that one has left it, so that it speaks against nobody."""
        known = self._known.get(other)
        return self._cosine(tokens_of(said.title, said.body), known.tokens) if known else 1.0

    def _weight(self, token: str) -> float:
        return log((1 + self._seen) / (1 + self._counts[token])) + 0.1

    def _cosine(self, ours: dict[str, float], theirs: dict[str, float]) -> float:
        small, large = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
        both = sum(self._weight(t) ** 2 * n * large[t] for t, n in small.items() if t in large)
        return both / (self._length(ours) * self._length(theirs)) if both else 0.0

    def _length(self, tokens: dict[str, float]) -> float:
        return sqrt(sum((self._weight(t) * n) ** 2 for t, n in tokens.items())) or 1.0

    def _forget(self, before: int) -> None:
        # the dictionary keeps the order of coming, which is that of the days
        for key in _too_old(self._known.values(), before):
            gone = self._known.pop(key)
            for token in gone.tokens:
                self._having[gone.said.area, token].remove(key)
                self._counts[token] -= 1
            self._seen -= 1


def tokens_of(title: str, body: str) -> dict[str, float]:
    """Pairs of a text with their weight by place; single signs say nothing and are left out."""
    tokens = {t: 1.0 for t in bigrams(body[:CONSIDERED]) if len(t) > 1}
    return tokens | {t: TITLE_WEIGHT for t in bigrams(title) if len(t) > 1}


def _same_topic(one: Said, other: Said) -> bool:
    return not one.topic or not other.topic or one.topic == other.topic


def _too_old(known: Iterable[_Known], before: int) -> list[int]:
    found = []
    for one in known:
        if one.said.day >= before:
            break
        found.append(one.said.key)
    return found
