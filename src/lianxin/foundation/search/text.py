"""From a text to what is indexed, and from what somebody typed to what is looked up.

Both go through `canonical`, the stored form of a text, so that an entry can be taken out of the
index exactly as it was put in, whatever later versions of the folding do.

* A run of ideographs (or kana, hangul) becomes its overlapping pairs and, at its end, the last
  character alone. Every character of a run therefore begins exactly one token, which makes the
  search for one character a prefix search without misses.
* A run of other letters or digits is one token (a letter number, a plate, ``3号楼`` gives ``3``).
* Where a sign or a space stands between a word and ideographs a mark is indexed, so that a phrase
  never reaches across it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add

from lianxin.kernel.chinese import fold

_PAIRED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
#: letters and digits outside the paired scripts; very long runs are cut, in texts and queries alike
_WORD = rf"[^\W_{_PAIRED}]{{1,40}}"
_RUNS = re.compile(rf"(?P<paired>[{_PAIRED}]+)|(?P<word>{_WORD})")
_MARKED = re.compile(rf"(?P<paired>[{_PAIRED}]+)|<(?P<word>{_WORD})>|(?P<gap>[^<>{_PAIRED}]+)")
#: control characters, lone surrogates, and the two signs that frame a word in the canonical form
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff<>]")
#: stands for a gap between a word and ideographs; a private-use character, so no text contains it
GAP = "\ue000"

TITLE_CHARACTERS = 300
BODY_CHARACTERS = 200_000
#: a query longer than this is cut; nobody types more, and a machine gains nothing by it
QUERY_CHARACTERS = 120
QUERY_TERMS = 12


def canonical(text: str) -> str:
    """The folded text with every word framed: ``A2区，物业`` becomes ``<a2>区,物业``."""
    clean = _UNSTORABLE.sub(" ", fold(_UNSTORABLE.sub(" ", text.replace(GAP, " "))))
    return _RUNS.sub(lambda m: m.group() if m.group("paired") else f"<{m.group()}>", clean)


def readable(marked: str) -> str:
    """A canonical text without its frames, fit to be shown as an excerpt."""
    return marked.replace("<", "").replace(">", "")


def tokens(marked: str) -> list[str]:
    """Tokens of a canonical text in their order, repeated as they occur."""
    found: list[str] = []
    before, gap = "", False
    for match in _MARKED.finditer(marked):
        kind = match.lastgroup or ""
        if kind == "gap":
            gap = True
            continue
        if gap and before and (before, kind) not in (("paired", "paired"), ("word", "word")):
            found.append(GAP)
        before, gap = kind, False
        run = match.group(kind)
        if kind == "paired":
            found.extend(map(add, run, run[1:]))
            found.append(run[-1])
        else:
            found.append(run)
    return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry's text ready for the index: the canonical text, and its tokens joined by spaces."""

    text: str
    title: str
    body: str


def prepare(title: str, body: str) -> Prepared:
    """The costly half of indexing, which needs no database; importers do it beside the writing."""
    first, rest = canonical(title[:TITLE_CHARACTERS]), canonical(body[:BODY_CHARACTERS])
    return Prepared(f"{first}\n{rest}", " ".join(tokens(first)), " ".join(tokens(rest)))


@dataclass(frozen=True, slots=True)
class Term:
    """One uninterrupted stretch of a query.

    needle: its canonical form, a substring of every canonical text that holds the term.
    tokens: tokens that follow one another in such a text.
    open_end: the last token is a single character that may be the beginning of a pair.
    """

    needle: str
    tokens: tuple[str, ...]
    open_end: bool


def parse(query: str) -> tuple[Term, ...]:
    """The terms of what somebody typed; all of them must be found.

    Signs of any kind only separate. Nothing that is typed is ever read as an operator.
    """
    terms: dict[str, Term] = {}
    marked = canonical(query[:QUERY_CHARACTERS])
    for stretch in re.findall(rf"(?:[{_PAIRED}]+|<{_WORD}>)+", marked):
        terms.setdefault(stretch, _term(stretch))
    return tuple(terms.values())[:QUERY_TERMS]


def _term(stretch: str) -> Term:
    parts = tokens(stretch)
    if stretch.endswith(">"):
        return Term(stretch, tuple(parts), open_end=False)
    if len(stretch) == 1 or stretch[-2] == ">":
        return Term(stretch, tuple(parts), open_end=True)
    # the single character at the end of a run of two or more is already in the pair before it
    return Term(stretch, tuple(parts[:-1]), open_end=False)


def excerpt(marked: str, terms: tuple[Term, ...], width: int = 72) -> str:
    """A stretch of the text around the first place where a term occurs."""
    places = [at for at in (marked.find(term.needle) for term in terms) if at >= 0]
    start = max(0, min(places, default=0) - width // 4)
    piece = readable(marked[start : start + width + 24])[:width].strip()
    return ("…" if start else "") + piece + ("…" if start + width < len(marked) else "")
