"""Which way is cheaper: the index, or looking through a few texts.

A term stands in a canonical text exactly when its needle is a substring of it, so every way gives the
same answer; the estimates here decide only about time.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.db import connection

from ..models import SearchDocument, SearchTerm
from ..text import Term
from .filters import TABLE, Narrowing, columns

Rows = list[tuple[Any, ...]]
#: shares below this are not kept in memory: the index is the better way for such tokens anyway
NOTED = 0.005
#: seconds that a process goes on with what it has read
KEEP = 600.0
#: a scope of at most so many entries may be looked through
SMALL_SCOPE = 2000

#: (read at, number of documents, share by token); at most one entry
_memory: list[tuple[float, int, dict[str, float]]] = []


def forget() -> None:
    """Read the estimates again at the next search."""
    _memory.clear()


def _noted() -> tuple[int, dict[str, float]]:
    if not _memory or _memory[0][0] < monotonic() - KEEP:
        shares = dict(SearchTerm.objects.filter(share__gte=NOTED).values_list("term", "share"))
        _memory[:] = [(monotonic(), SearchDocument.objects.count() if shares else 0, shares)]
    return _memory[0][1:]


def rarest(terms: Sequence[Term]) -> tuple[float, int]:
    """(share of the documents that hold the rarest token, 0.0 when it is below `NOTED`; number of documents)."""
    number, shares = _noted()
    return min(shares.get(token, 0.0) for term in terms for token in term.tokens), number


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
    share, number = rarest(terms)
    if share * number < SMALL_SCOPE:
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
        return cursor.fetchall(), len(ids)
