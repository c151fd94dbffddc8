"""Which way is cheaper: the index, or looking through a few texts.

A term stands in a canonical text exactly when its needle is a substring of it, so every way gives the
same answer; the estimates here decide only about time.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from time import monotonic
from typing import Any

from django.db import connection

from ..models import SearchDocument, SearchTerm
from ..text import Term
from .filters import TABLE, Narrowing, columns

Rows = list[tuple[Any, ...]]
#: shares below this are not kept in memory: the index is the better way for such tokens anyway
NOTED = 0.005
#: of very common words only so many pages ahead are counted, at least so many entries
FEW_PAGES, FEW = 3, 100
#: a share that the sample estimates well
WELL_KNOWN = 0.015
#: seconds that a process goes on with what it has read
KEEP = 600.0
#: up to here the entries are counted each time, which costs less than a millisecond
FEW_DOCUMENTS = 5000
#: a scope of at most so many entries may be looked through
SMALL_SCOPE = 2000


@dataclass(frozen=True, slots=True)
class _Noted:
    read_at: float
    #: number of documents
    number: int
    shares: dict[str, float]
    public: dict[str, dict[str, float]]


#: at most one entry
_memory: list[_Noted] = []


def forget() -> None:
    """Read the estimates again at the next search."""
    _memory.clear()


def _noted() -> _Noted:
    if not _memory or _memory[0].read_at < monotonic() - KEEP:
        rows = list(SearchTerm.objects.filter(share__gte=NOTED).values_list("term", "share", "public"))
        number = SearchDocument.objects.count() if rows else 0
        _memory[:] = [_Noted(monotonic(), number, {r[0]: r[1] for r in rows}, {r[0]: r[2] for r in rows})]
    return _memory[0]


def documents() -> int:
    """How many entries there are, as the process last counted them (`KEEP`); exact while there are few."""
    known = _noted().number
    return known if known > FEW_DOCUMENTS else SearchDocument.objects.count()


def share_of(tokens: Sequence[str]) -> float:
    """Share of the entries that hold the rarest of the tokens, at most; 0.0 when it is small."""
    shares = _noted().shares
    return min((shares.get(token, 0.0) for token in tokens), default=0.0)


def _of_term(term: Term) -> float:
    shares = _noted().shares
    return min(shares.get(token, 0.0) for token in term.tokens)


def rarest(terms: Sequence[Term]) -> float:
    """How many documents hold the rarest term, at most."""
    return min(_of_term(term) for term in terms) * _noted().number


def expected(terms: Sequence[Term]) -> tuple[float, int]:
    """(share of the documents that is expected to hold all terms, 0.0 when small; number of documents)."""
    return prod(_of_term(term) for term in terms), _noted().number


def surely_more(terms: Sequence[Term], scope: Narrowing, cap: int) -> bool:
    """True when counting is a waste: the sample says that there are several times as many as `cap`.

    Only for one token among public entries of some kinds, of which the sample knows the share. With
    60 and more sampled hits (a share of 1.5 % among 4,000) the estimate is within 40 % in 999 of
    1,000 cases; three times the cap leaves room for a day of changes.
    """
    if len(terms) != 1 or len(terms[0].tokens) != 1 or scope.paths is not None or scope.facets:
        return False
    noted = _noted()
    shares = noted.public.get(terms[0].tokens[0], {})
    share = sum(one for kind, one in shares.items() if not scope.kinds or kind in scope.kinds)
    return share >= WELL_KNOWN and share * noted.number >= 3 * cap


def worth_counting(terms: Sequence[Term], cap: int, seen: int, limit: int) -> int:
    """How far to count: to the cap, or a few pages ahead when the words are so common that it takes long."""
    share, number = expected(terms)
    return min(cap, max(FEW, seen + FEW_PAGES * limit)) if share * number >= 3 * cap else cap


def contains(terms: Sequence[Term]) -> tuple[str, list[str]]:
    """Condition that every needle stands in the text of `d`, and its parameters."""
    function = "instr" if connection.vendor == "sqlite" else "strpos"
    return " AND ".join([f"{function}(d.text, %s) > 0"] * len(terms)), [t.needle for t in terms]


def look_through(terms: Sequence[Term], scope: Narrowing, limit: int, offset: int) -> tuple[Rows, int] | None:
    """A page and the total by reading every text of a small scope; None when the index is the better way.

    A common word in one village: the index would offer tens of thousands of entries of other places.
    """
    if not scope.paths or "" in scope.paths:
        return None
    if rarest(terms) < SMALL_SCOPE:
        return None
    condition, values = scope.sql(connection.vendor)
    with connection.cursor() as cursor:
        size = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} d WHERE 1 = 1{condition} LIMIT {SMALL_SCOPE + 1}) c"
        cursor.execute(size, values)
        if cursor.fetchone()[0] > SMALL_SCOPE:
            return None
        found, needles = contains(terms)
        cursor.execute(f"SELECT d.id FROM {TABLE} d WHERE {found}{condition} ORDER BY d.id DESC", [*needles, *values])
        ids = [row[0] for row in cursor.fetchall()]
        shown = ids[offset : offset + limit]
        if not shown:
            return [], len(ids)
        marks = ", ".join(["%s"] * len(shown))
        cursor.execute(f"SELECT {columns()} FROM {TABLE} d WHERE d.id IN ({marks}) ORDER BY d.id DESC", shown)
        return list(cursor.fetchall()), len(ids)
