"""SQLite: a contentless FTS5 table whose rowid is the id of the document.

Positions are kept (detail=full): a word of several characters is a phrase of pairs. FTS5 walks its
lists by rowid from either end, so the newest hits of a very common word cost as little as those of
a rare one.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from lianxin.foundation.spine.bulk import insert_rows

from ..models import SearchDocument
from ..text import Prepared, Term, tokens
from .filters import TABLE, Narrowing, columns
from .plan import look_through

Rows = list[tuple[Any, ...]]
#: (id, canonical title and body joined by a line feed)
Entry = tuple[int, str]


def _words(text: str) -> tuple[str, str]:
    title, _, body = text.partition("\n")
    return " ".join(tokens(title)), " ".join(tokens(body))


def add(rows: Sequence[SearchDocument], prepared: Mapping[int, Prepared]) -> None:
    """Store and index documents, which come in the order of their ids.

    FTS5 flushes its memory whenever an id is smaller than the one before.
    """
    _store(rows)
    words = [(r.pk, *((p.title, p.body) if (p := prepared.get(r.pk)) else _words(r.text))) for r in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_index (rowid, title, body) VALUES (%s, %s, %s)", words)


def _store(rows: Sequence[SearchDocument]) -> None:
    names = [f.attname for f in SearchDocument._meta.concrete_fields]
    insert_rows(SearchDocument, {}, names, ([getattr(row, n) for n in names] for row in rows))


def remove(entries: Iterable[Entry]) -> None:
    """Take documents out; the text must be the one that was indexed."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index (search_index, rowid, title, body) VALUES ('delete', %s, %s, %s)",
            [(pk, *_words(text)) for pk, text in entries],
        )


def match(terms: Sequence[Term]) -> str:
    """The FTS5 expression: quoted phrases only, so no sign of a query is an operator."""
    return " ".join(f'"{" ".join(t.tokens)}"' + (" *" if t.open_end else "") for t in terms)


def _in_title(terms: Sequence[Term]) -> str:
    return f"{{title}} : ({match(terms)})"


def _hits(expression: str, scope: Narrowing, limit: int, offset: int) -> Rows:
    condition, values = scope.sql("sqlite")
    # CROSS JOIN keeps the order of the loops: the index first, its rowid order last
    statement = (
        f"SELECT {columns()} FROM search_index CROSS JOIN {TABLE} d ON d.id = search_index.rowid "
        f"WHERE search_index MATCH %s{condition} ORDER BY search_index.rowid DESC LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, *values, limit, offset])
        return list(cursor.fetchall())


def _total(expression: str, scope: Narrowing, cap: int) -> int:
    condition, values = scope.sql("sqlite")
    statement = (
        f"SELECT count(*) FROM (SELECT 1 FROM search_index CROSS JOIN {TABLE} d ON d.id = search_index.rowid "
        f"WHERE search_index MATCH %s{condition} LIMIT %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, *values, cap])
        return int(cursor.fetchone()[0])


def page(
    terms: Sequence[Term], scope: Narrowing, *, by_title: bool, limit: int, offset: int
) -> tuple[Rows, int | None]:
    """Hits in order, and the total when it came along.

    The newest first; with `by_title` those whose title holds every term before the others.
    """
    if not by_title:
        return look_through(terms, scope, limit, offset) or (_hits(match(terms), scope, limit, offset), None)
    rows = _hits(_in_title(terms), scope, limit, offset)
    if len(rows) < limit:
        ahead = offset + len(rows) if rows or not offset else _total(_in_title(terms), scope, offset)
        rest = f"({match(terms)}) NOT {_in_title(terms)}"
        rows += _hits(rest, scope, limit - len(rows), max(0, offset - ahead))
    return rows, None


def count(terms: Sequence[Term], scope: Narrowing, cap: int) -> int:
    """How many documents match, counted no further than `cap`."""
    return _total(match(terms), scope, cap)


def related(weighted: Sequence[tuple[str, float]], scope: Narrowing, *, each: int, limit: int) -> Rows:
    """Documents that share the heaviest tokens; of each token only the newest `each` are looked at."""
    one = "SELECT * FROM (SELECT rowid AS id, %s AS weight FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s)"
    condition, values = scope.sql("sqlite")
    statement = (
        f"SELECT {columns()} FROM (SELECT id, sum(weight) AS score FROM ({' UNION ALL '.join([one] * len(weighted))}) "
        f"GROUP BY id ORDER BY score DESC, id DESC) s CROSS JOIN {TABLE} d ON d.id = s.id "
        f"WHERE 1 = 1{condition} LIMIT %s"
    )
    parameters = [value for token, weight in weighted for value in (weight, f'"{token}"', each)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *values, limit])
        return list(cursor.fetchall())
