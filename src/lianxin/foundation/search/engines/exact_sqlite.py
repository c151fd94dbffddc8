"""The exact search on SQLite: one FTS5 expression of phrases and pieces, walked from the newest."""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from ..grams import ANYWHERE, IN_TITLE, Needle, pairs
from .filters import TABLE, columns
from .row import OF_AUDIENCE, kind_token

if TYPE_CHECKING:
    from .exact import Asked

Rows = list[tuple[Any, ...]]
#: among very many entries hits are counted so far: of one token, of a phrase (its positions are compared), of texts that are read
CAP, CAP_OF_PHRASES, CAP_OF_READING = 10_000, 1000, 200
_PLAIN = "replace(replace({}, '<', ''), '>', '')"
_TITLE = "substr(d.text, 1, instr(d.text, char(10)) - 1)"


def held(needles: Sequence[Needle], *, title: bool = False) -> tuple[str, list[Any]]:
    """Condition that every word stands in the text (or title) of `d`, and its parameters."""
    place = _PLAIN.format(_TITLE if title else "d.text")
    return f" AND instr({place}, %s) > 0" * len(needles), [n.text for n in needles]


def _words(needles: Sequence[Needle]) -> list[str]:
    parts: list[str] = []
    for needle in needles:
        parts += [f'("{" ".join(term.tokens)}"{" *" if term.open_end else ""})' for term in needle.stretches]
        parts += [f'"{ANYWHERE}{piece}"' for piece in needle.pieces]
    return parts


def _in_title(needles: Sequence[Needle]) -> list[str]:
    """What a title must have in the index; it is read as well unless it is a matter of one piece."""
    parts: list[str] = []
    for needle in needles:
        own = pairs(needle.text) if not (needle.exact and needle.pieces) else set()
        longer = {pair for pair in own if len(pair) > 1} or own
        parts += [f'"{IN_TITLE}{piece}"' for piece in sorted({*needle.pieces, *longer})]
    return parts


def _place(asked: Asked) -> list[str]:
    parts = [f'"{OF_AUDIENCE}public"'] if asked.scope.audience == "public" else []
    if asked.scope.kinds:
        kinds = [f'"{kind_token(kind)}"' for kind in asked.scope.kinds]
        parts.append(f"({' OR '.join(kinds)})")
    return parts


def _read(asked: Asked) -> list[Needle]:
    """Words of which the text itself must be read."""
    return [n for n in asked.needles if not n.exact]


def _hits(expression: str, condition: str, values: list[Any], limit: int, offset: int) -> Rows:
    statement = (
        f"SELECT {columns()} FROM search_index CROSS JOIN {TABLE} d ON d.id = search_index.rowid "
        f"WHERE search_index MATCH %s{condition} ORDER BY search_index.rowid DESC LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, *values, limit, offset])
        return list(cursor.fetchall())


def _titled(asked: Asked, most: int) -> list[int]:
    """Ids of the newest entries that have every word in their title."""
    read = [n for n in asked.needles if len(n.text) > 2 or not n.exact]
    condition, values = _condition(asked, read, title=True)
    statement = (
        f"SELECT search_index.rowid FROM search_index CROSS JOIN {TABLE} d ON d.id = search_index.rowid "
        f"WHERE search_index MATCH %s{condition} ORDER BY search_index.rowid DESC LIMIT %s"
    )
    expression = " AND ".join([*_in_title(asked.needles), *_place(asked)])
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, *values, most])
        return [row[0] for row in cursor.fetchall()]


def _total(expression: str, condition: str, values: list[Any], cap: int | None) -> int:
    join = f" CROSS JOIN {TABLE} d ON d.id = search_index.rowid" if condition else ""
    limit = "" if cap is None else f" LIMIT {cap:d}"
    statement = f"SELECT count(*) FROM (SELECT 1 FROM search_index{join} WHERE search_index MATCH %s{condition}{limit})"
    with connection.cursor() as cursor:
        cursor.execute(statement, [expression, *values])
        return int(cursor.fetchone()[0])


def _condition(asked: Asked, read: Sequence[Needle], *, title: bool = False) -> tuple[str, list[Any]]:
    """What the expression cannot say: paths, facets, the span, and words that must be read."""
    held_there, words = held(read, title=title)
    if asked.bare:
        span, ids = asked.span.sql("search_index.rowid")
        return span + held_there, [*ids, *words]
    where, values = asked.where()
    return where + held_there, [*values, *words]


def _page(asked: Asked, limit: int, offset: int) -> Rows:
    """Hits in the title first, each group the newest first."""
    titled = _titled(asked, offset + limit)
    rows = _of(titled[offset:])
    if len(rows) < limit:
        condition, values = _condition(asked, _read(asked))
        if titled:
            condition += " AND search_index.rowid NOT IN (SELECT value FROM json_each(%s))"
            values = [*values, json.dumps(titled)]
        everywhere = " AND ".join([*_words(asked.needles), *_place(asked)])
        rows += _hits(everywhere, condition, values, limit - len(rows), max(0, offset - len(titled)))
    return rows


def _of(ids: list[int]) -> Rows:
    """Rows in the order of their ids."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns()} FROM {TABLE} d WHERE d.id IN ({', '.join(['%s'] * len(ids))})", ids)
        rows = {row[0]: row for row in cursor.fetchall()}
    return [rows[pk] for pk in ids]


def _cap(asked: Asked) -> int:
    if _read(asked) or not asked.bare:
        return CAP_OF_READING
    return CAP if all(len(n.text) <= 2 for n in asked.needles) else CAP_OF_PHRASES


def _count(asked: Asked, cap: int | None) -> int:
    """How many entries hold every word, counted no further than `cap`."""
    expression = " AND ".join([*_words(asked.needles), *_place(asked)])
    return _total(expression, *_condition(asked, _read(asked)), cap)


def answer(asked: Asked, limit: int, offset: int, *, whole: bool) -> tuple[Rows, int, bool]:
    """(hits in the title first, each group the newest first; their number; whether it was counted no further).

    whole: count to the end.
    """
    rows = _page(asked, limit, offset)
    if len(rows) < limit and (rows or not offset):
        return rows, offset + len(rows), False
    cap = None if whole else _cap(asked)
    total = _count(asked, cap)
    if cap is not None and total >= cap:
        return rows, max(cap, offset + len(rows)), True
    return rows, total, False


def _found(asked: Asked) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all hits."""
    expression = " AND ".join([*_words(asked.needles), *_place(asked)])
    condition, values = _condition(asked, _read(asked))
    join = f" CROSS JOIN {TABLE} d ON d.id = search_index.rowid" if condition else ""
    return f"SELECT search_index.rowid AS id FROM search_index{join} WHERE search_index MATCH %s{condition}", [
        expression,
        *values,
    ]


def tally(asked: Asked, most: int | None, level: int) -> Rows:
    """(kind, beginning of the path, year, how many) of the hits, of the newest `most` at most."""
    found, values = _found(asked)
    newest = "" if most is None else f" ORDER BY 1 DESC LIMIT {most:d}"
    # the house keeps one time all year, so that the distance from UTC may be added
    offset = timezone.localtime(timezone=timezone.get_default_timezone()).utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    year = f"""CAST(strftime('%%Y', d."when", '{seconds:+d} seconds') AS INTEGER)"""
    statement = (
        f"SELECT d.kind, substr(d.org_path, 1, {level:d}), {year}, count(*) "
        f"FROM ({found}{newest}) f JOIN {TABLE} d ON d.id = f.id GROUP BY 1, 2, 3"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
