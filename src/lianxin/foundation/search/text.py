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
from typing import NamedTuple

from lianxin.kernel.chinese import fold

_PAIRED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
#: letters and digits outside the paired scripts; very long runs are cut, in texts and queries alike
_WORD = rf"[^\W_{_PAIRED}]{{1,40}}"
_RUNS = re.compile(rf"(?P<paired>[{_PAIRED}]+)|(?P<word>{_WORD})")
_MARKED = re.compile(rf"(?P<paired>[{_PAIRED}]+)|<(?P<word>{_WORD})>|(?P<gap>[^<>{_PAIRED}]+)")
#: control characters, lone surrogates, and the two signs that frame a word in the canonical form
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff<>]")
_PRINTED = str.maketrans(",;:?!()", "，；：？！（）")
_BESIDE = re.compile(rf"(?<=[{_PAIRED}”》）])[,;:?!()]+|[()](?=[{_PAIRED}])")
#: stands for a gap between a word and ideographs; a private-use character, so no text contains it
GAP = "\ue000"

TITLE_CHARACTERS = 300
#: a book of some 400 pages, attachments included; what follows is cut. PostgreSQL holds at most 1 MB of different
#: tokens of one text (a tsvector), which natural Chinese of twice this length would reach
BODY_CHARACTERS = 400_000
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


def as_marked(token: str) -> str:
    """What a canonical text contains exactly when the token (a pair or a word, no single sign) is one of its tokens."""
    return token if _RUNS.fullmatch(token)["paired"] else f"<{token}>"  # type: ignore[index]  # tokens are runs


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


class Prepared(NamedTuple):
    """An entry's text ready for the index: the canonical text, its tokens and its pieces (`grams`) joined by spaces."""

    text: str
    title: str
    body: str
    pieces: str


def stored(title: str, body: str) -> str:
    """The text of an entry as it is kept: canonical title, a line feed, canonical body."""
    return f"{canonical(title[:TITLE_CHARACTERS])}\n{canonical(body[:BODY_CHARACTERS])}"


def prepare(title: str, body: str) -> Prepared:
    """The costly half of indexing, which needs no database; importers do it beside the writing."""
    from .grams import marked_pieces

    text = stored(title, body)
    first, _, rest = text.partition("\n")
    return Prepared(text, " ".join(tokens(first)), " ".join(tokens(rest)), " ".join(sorted(marked_pieces(text))))


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


def as_printed(folded: str) -> str:
    """A folded text with the signs beside ideographs as Chinese prints them: ``修好,再看`` becomes ``修好，再看``."""
    return _BESIDE.sub(lambda m: m.group().translate(_PRINTED), folded)


def excerpt(marked: str, terms: tuple[Term, ...], width: int = 72) -> str:
    """A stretch of the text around the first place where a term occurs."""
    places = [at for at in (marked.find(term.needle) for term in terms) if at >= 0]
    start = max(0, min(places, default=0) - width // 4)
    piece = as_printed(readable(marked[start : start + width + 24])[:width].strip())
    return ("…" if start else "") + piece + ("…" if start + width < len(marked) else "")
