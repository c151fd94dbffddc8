"""Pieces by which any part of a text is found, be it half a number or a sign.

The index of `text` knows pairs of ideographs and whole words. What people copy from a page also begins in
the middle of a number, ends at a bracket or is a bracket. For those the index holds, without positions and
once for each text:

* every piece of one to `LONGEST` characters of a run of letters and digits (``2024`` of ``GB2024``),
* where such a run meets ideographs, its nearest one to `LONGEST` characters with the ideograph (``24年``),
* every sign, alone and with the character before or behind it (``：公``),
* of a title also its ideographs and their pairs.

All of it is taken from the readable form of the canonical text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from .text import _PAIRED, QUERY_CHARACTERS, QUERY_TERMS, Term, _term, canonical, readable, tokens

LONGEST = 4
#: marks (private use, so no token of a text begins with them): anywhere in an entry, in its title
ANYWHERE, IN_TITLE = "\ue004", "\ue005"
#: frame of a sign, which stands there as a number: the tokenizer of FTS5 would drop those of ASCII
SIGN, SIGN_END = "\ue006", "\ue008"
_RUN = rf"[^\W_{_PAIRED}]+"
_RUNS = re.compile(_RUN)
_IDEOGRAPHS = re.compile(rf"[{_PAIRED}]+")
_IDEOGRAPH = re.compile(rf"[{_PAIRED}]")
_SIGN = re.compile(rf"[^\s{_PAIRED}\ue000-\ue008]")
_LETTER = re.compile(r"[^\W_]")
#: a sign: neither white space nor of a word, nor an ideograph
_LONE = re.compile(rf"(?:_|[^\w\s{_PAIRED}\ue000-\ue008])")
#: what the positional index answers by itself: ideographs at both ends, whole words between
_STRETCH = re.compile(rf"[{_PAIRED}]+(?:<[^\W_{_PAIRED}]{{1,40}}>[{_PAIRED}]+)*")
#: from the first ideograph of a word to its last
_CORE = re.compile(rf"[{_PAIRED}].*[{_PAIRED}]")
_SPELLED = re.compile(f"{SIGN}[0-9a-f]+{SIGN_END}")
#: pieces of a long word that are looked up; the text itself is read afterwards
_ENOUGH = 6


def pieces(plain: str) -> set[str]:
    """The pieces of a readable text, without marks."""
    found = _with_signs(plain)
    runs = {(plain[m.start() - 1 : m.start()], m.group(), plain[m.end() : m.end() + 1]) for m in _RUNS.finditer(plain)}
    for run in {run for _, run, _ in runs}:
        size = len(run)
        found.update(run[i:j] for i in range(size) for j in range(i + 1, min(i + LONGEST, size) + 1))
    for before, run, after in runs:
        edge = range(1, min(LONGEST, len(run)) + 1)
        if _IDEOGRAPH.match(before):
            found.update(before + run[:n] for n in edge)
        if _IDEOGRAPH.match(after):
            found.update(run[-n:] + after for n in edge)
    return found


def _with_signs(plain: str) -> set[str]:
    pairs: set[str] = set()
    for found in _LONE.finditer(plain):
        at = found.start()
        pairs.update((plain[max(0, at - 1) : at + 1], plain[at : at + 2]))
    return set().union(*map(_of_pair, pairs))


@lru_cache(maxsize=1 << 16)
def _of_pair(pair: str) -> frozenset[str]:
    """The pieces of two neighbours of which one is a sign (or of a sign at the edge of a text, alone).

    Remembered, because the same signs stand beside the same ideographs in text after text.
    """
    found = {spelled(c) for c in pair if _is_sign(c)}
    if len(pair) > 1 and not pair[0].isspace() and not pair[1].isspace():
        found.add(spelled(pair[0]) + spelled(pair[1]))
    return frozenset(found)


def _is_sign(character: str) -> bool:
    return bool(_LONE.match(character))


def spelled(text: str) -> str:
    """A text as an index can hold it in one piece."""
    return "".join(c if _LETTER.match(c) else f"{SIGN}{ord(c):x}{SIGN_END}" for c in text)


def marked_pieces(text: str) -> set[str]:
    """What the index holds of a canonical text: the pieces of all of it, and once more those of its title."""
    plain = readable(text)
    title = plain.partition("\n")[0]
    return {ANYWHERE + p for p in pieces(plain)} | {IN_TITLE + p for p in pieces(title) | pairs(title)}


def pairs(plain: str) -> set[str]:
    """Ideographs alone and with their neighbour. Only titles have them as pieces: of a word that stands in tens of thousands
    of texts FTS5 would look at the positions in every one before it knew that no title has it."""
    found: set[str] = set()
    for run in _IDEOGRAPHS.findall(plain):
        found.update(run, map(add, run, run[1:]))
    return found


@dataclass(frozen=True, slots=True)
class Needle:
    """One word of a query: whatever stands between two spaces, signs and all.

    text: its readable form, a substring of every readable text that holds it. stretches: parts that the
    positional index finds. pieces: without marks. exact: the index alone gives the answer.
    """

    text: str
    stretches: tuple[Term, ...]
    pieces: tuple[str, ...]
    exact: bool

    @property
    def core(self) -> str:
        """The word with the frames of a canonical text inside, none at its ends: it may be half of a word there."""
        return canonical(self.text).removeprefix("<").removesuffix(">")


def needles(query: str) -> tuple[Needle, ...]:
    """The words of a query; all of them must be found. Any text is a legal query."""
    plain = readable(canonical(query[:QUERY_CHARACTERS]))
    words = dict.fromkeys(plain.split())
    return tuple(made for word in list(words)[:QUERY_TERMS] if (made := _needle(word)) is not None)


def without_signs(query: str) -> str:
    """The same words with every sign taken for a space."""
    plain = readable(canonical(query[:QUERY_CHARACTERS]))
    return " ".join("".join(c if _LETTER.match(c) or not _SIGN.match(c) else " " for c in plain).split())


def _needle(word: str) -> Needle | None:
    marked = canonical(word)
    stretches = tuple(dict.fromkeys(_term(found) for found in _STRETCH.findall(marked)))
    if len(stretches) == 1 and stretches[0].needle == marked:
        return Needle(word, stretches, (), exact=True)
    looked, exact = _looked_up(word)
    if not stretches and not looked:
        return None  # a sign that no text can contain
    return Needle(word, () if exact else _together(marked, stretches), looked, exact)


def _together(marked: str, stretches: tuple[Term, ...]) -> tuple[Term, ...]:
    """Stretches with signs or whole words between them follow one another in the index too: one phrase says more than two."""
    whole = _CORE.search(marked)
    if len(stretches) < 2 or whole is None:
        return stretches
    core = whole.group()
    last = _STRETCH.findall(core)[-1]
    return (Term(core, tuple(tokens(core) if _term(last).open_end else tokens(core)[:-1]), _term(last).open_end),)


def _looked_up(word: str) -> tuple[tuple[str, ...], bool]:
    """Pieces to look up for a word, the fewest that say most; and whether one of them is the word itself."""
    own = pieces(word)
    alone = spelled(word)
    if alone in own:
        return (alone,), True
    longest = sorted(own, key=lambda piece: (-len(_SPELLED.sub(" ", piece)), piece))
    inside = [p for p in longest if not any(p != other and p in other for other in longest)]
    return tuple(inside[:_ENOUGH]), False
