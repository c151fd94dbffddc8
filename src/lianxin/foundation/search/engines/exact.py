"""Which entries hold every word exactly as it was typed, on both engines.

The index gives candidates; where it alone cannot be sure, the text itself is read. SQLite knows where words stand and is
sure of every stretch of ideographs (`Needle.exact`); PostgreSQL is sure of one and two characters.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import connection

from ..grams import Needle
from . import exact_postgres, exact_sqlite, plan
from .filters import TABLE, Narrowing, columns

Rows = list[tuple[Any, ...]]
#: so many entries are counted to the end, whatever was asked
COUNTED_WHOLE = 20_000
#: a scope of at most so many entries is looked through
SMALL_SCOPE = 1500


@dataclass(frozen=True, slots=True)
class Span:
    """Ids are the order of time: from the first on, up to the last (excluded)."""

    first: int | None = None
    last: int | None = None

    def sql(self, name: str = "d.id") -> tuple[str, list[Any]]:
        """A condition that begins with `` AND `` (or is empty), and its parameters."""
        parts = [(f" AND {name} >= %s", self.first), (f" AND {name} < %s", self.last)]
        used = [(text, value) for text, value in parts if value is not None]
        return "".join(text for text, _ in used), [value for _, value in used]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, and where."""

    needles: tuple[Needle, ...]
    scope: Narrowing
    span: Span = Span()

    def where(self) -> tuple[str, list[Any]]:
        """Scope and span as a condition on `d`."""
        condition, values = self.scope.sql(connection.vendor)
        more, others = self.span.sql()
        return condition + more, [*values, *others]

    @property
    def bare(self) -> bool:
        """True when audience and kinds, which the index knows, are all that narrows."""
        return self.scope.paths is None and not self.scope.facets


def _engine() -> ModuleType:
    return exact_sqlite if connection.vendor == "sqlite" else exact_postgres


def page(asked: Asked, limit: int, offset: int) -> tuple[Rows, int, bool]:
    """(rows, total, whether the total was counted no further)."""
    if not asked.needles:
        return [], 0, False
    if asked.scope.paths is not None and _small(asked):
        rows, total = look_through(asked, limit, offset)
        return rows, total, False
    rows, total, capped = _engine().answer(asked, limit, offset, whole=plan.documents() <= COUNTED_WHOLE)
    return rows, total, capped


def tally(asked: Asked, most: int | None, level: int) -> Rows:
    """(kind, first `level` signs of the path, year, how many) of the hits; of the newest `most` at most.

    Counted by the database: a common word has thousands of hits, and as rows they cost more than the page itself.
    """
    rows: Rows = _engine().tally(asked, most, level)
    return rows


def _small(asked: Asked) -> bool:
    """Of so small a scope the index would offer entries of the whole county."""
    condition, values = asked.where()
    with connection.cursor() as cursor:
        size = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} d WHERE 1 = 1{condition} LIMIT {SMALL_SCOPE + 1}) c"
        cursor.execute(size, values)
        return bool(cursor.fetchone()[0] <= SMALL_SCOPE)


def look_through(asked: Asked, limit: int, offset: int) -> tuple[Rows, int]:
    """Read every text of the scope; hits in the title first, each group the newest first, and how many there are."""
    condition, values = asked.where()
    with connection.cursor() as cursor:
        held, words = _engine().held(asked.needles)
        titled, titles = _engine().held(asked.needles, title=True)
        ids = (
            f"SELECT d.id, CASE WHEN 1 = 1{titled} THEN 1 ELSE 0 END FROM {TABLE} d WHERE 1 = 1{condition}{held} "
            "ORDER BY 2 DESC, 1 DESC"
        )
        cursor.execute(ids, [*titles, *values, *words])
        found = [row[0] for row in cursor.fetchall()]
        shown = found[offset : offset + limit]
        if not shown:
            return [], len(found)
        cursor.execute(f"SELECT {columns()} FROM {TABLE} d WHERE d.id IN ({', '.join(['%s'] * len(shown))})", shown)
        rows = {row[0]: row for row in cursor.fetchall()}
    return [rows[pk] for pk in shown], len(found)
