"""SQLite: a contentless FTS5 table whose rowid is the id of the document.

Positions are kept (detail=full): a word of several characters is a phrase of pairs. FTS5 walks its
lists by rowid from either end, so the newest hits of a very common word cost as little as those of
a rare one.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from lianxin.foundation.spine.bulk import insert_rows

from ..grams import marked_pieces
from ..models import SearchDocument
from ..text import Prepared, Term, tokens
from .filters import TABLE, Narrowing, columns
from .plan import look_through
from .row import OF_AUDIENCE, Row, kind_token

#: FTS5's own default
USUAL_MERGE = 4
#: of the connection while an import runs: pages of the log (4 KiB each) after which it is copied back; KiB of
#: memory for pages (negative: KiB), enough that a batch is written to the log only once
BULK = {"wal_autocheckpoint": 25_000, "cache_size": -262_144}
#: pages that one step of `tidy` writes at most
MERGE_PAGES = 500

Rows = list[tuple[Any, ...]]
#: (id, canonical title and body joined by a line feed, audience, kind)
Entry = tuple[int, str, str, str]


def _indexed(text: str, audience: str, kind: str, ready: Prepared | None = None) -> tuple[str, str, str]:
    """The three columns of the index; the third holds the pieces, the audience and the kind."""
    if ready is None:
        title, _, body = text.partition("\n")
        words = " ".join(tokens(title)), " ".join(tokens(body)), " ".join(sorted(marked_pieces(text)))
    else:
        words = ready.title, ready.body, ready.pieces
    return words[0], words[1], f"{words[2]} {OF_AUDIENCE}{audience} {kind_token(kind)}"


def add(rows: Sequence[Row], prepared: Mapping[int, Prepared]) -> None:
    """Store and index documents, which come in the order of their ids.

    FTS5 flushes its memory whenever an id is smaller than the one before.
    """
    insert_rows(SearchDocument, {}, Row._fields, rows)
    words = [(r.id, *_indexed(r.text, r.audience, r.kind, prepared.get(r.id))) for r in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_index (rowid, title, body, pieces) VALUES (%s, %s, %s, %s)", words)


def also_counted(text: str) -> set[str]:
    """Nothing: FTS5 walks its lists from the newest on, however long they are."""
    return set()


@contextmanager
def in_bulk() -> Iterator[None]:
    """While very much is put in: parts of the index are left as they fall, and the log is copied back seldom.

    `tidy` joins the parts later. Searches find everything at once all the same, a little slower.
    """
    _configure("automerge", 0)
    usual = {name: _pragma(name, value) for name, value in BULK.items()}
    try:
        yield
    finally:
        for name, value in usual.items():
            _pragma(name, value)
        _configure("automerge", USUAL_MERGE)


def _configure(name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_index (search_index, rank) VALUES (%s, %s)", [name, value])


def _pragma(name: str, value: int) -> int:
    """Set a pragma of this connection; answers what it was."""
    with connection.cursor() as cursor:
        before = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        cursor.execute(f"PRAGMA {name} = {value:d}")
    return int(before)


def tidy() -> bool:
    """One short step of joining the parts of the index; False when there is nothing left to join."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = _changes(cursor)
        cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', %s)", [MERGE_PAGES])
        # the statement itself counts as one change
        return _changes(cursor) - before > 1


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def remove(entries: Iterable[Entry]) -> None:
    """Take documents out; the text must be the one that was indexed."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_index (search_index, rowid, title, body, pieces) VALUES ('delete', %s, %s, %s, %s)",
            [(pk, *_indexed(text, audience, kind)) for pk, text, audience, kind in entries],
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
