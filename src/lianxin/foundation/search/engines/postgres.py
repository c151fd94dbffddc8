"""PostgreSQL: a bag of tokens in a tsvector with GIN, the order of a phrase checked on the text.

Positions are not stored: a tsvector keeps at most 256 of them for a token, none beyond 16,383, and
GIN ignores them anyway. The bag holds pairs, single characters and words, and again those of the
title with a mark in front. GIN answers such an AND exactly; only a term of several tokens is then
looked for in the canonical text.
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from ..text import GAP, Term, tokens
from .filters import TABLE, Narrowing, columns

Rows = list[tuple[Any, ...]]
Entry = tuple[int, str]

#: a token of the title, as against one anywhere
IN_TITLE = "\ue001"
#: from this share of all documents on, walking them from the newest is cheaper than a bitmap
COMMON = 0.03


def bag(text: str) -> list[str]:
    """The lexemes of a document."""
    title = text.partition("\n")[0]
    return sorted(_lexemes(text) | {IN_TITLE + one for one in _lexemes(title)})


def _lexemes(marked: str) -> set[str]:
    found = set(tokens(marked)) - {GAP}
    # the first characters of pairs are all characters: each begins exactly one token
    return found | {one[0] for one in found if not one[0].isascii()}


def add(entries: Iterable[Entry]) -> None:
    """Index documents whose rows stand in the table."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {TABLE} SET terms = array_to_tsvector(%s::text[]) WHERE id = %s",
            [(bag(text), pk) for pk, text in entries],
        )


def remove(entries: Iterable[Entry]) -> None:
    """Nothing: the lexemes go with their row."""


def lexemes(terms: Sequence[Term], *, title: bool = False) -> str:
    """A tsquery in its own notation; tokens are letters and digits, so quoting is safe."""
    mark = IN_TITLE if title else ""
    return " & ".join(f"'{mark}{token}'" for term in terms for token in term.tokens)


def _condition(terms: Sequence[Term], *, title: bool = False) -> tuple[str, list[Any]]:
    where, values = "d.terms @@ %s::tsquery", [lexemes(terms, title=title)]
    needles = [t.needle for t in terms if len(t.tokens) > 1]
    column = "split_part(d.text, E'\\n', 1)" if title else "d.text"
    where += f" AND strpos({column}, %s) > 0" * len(needles)
    return where, values + needles


def _run(statement: str, values: Sequence[Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _hits(where: str, values: list[Any], scope: Narrowing, limit: int, offset: int) -> Rows:
    """All ids by the bitmap, then the newest of them; right unless a token is very common."""
    condition, more = scope.sql("postgresql")
    return _run(
        f"WITH hits AS MATERIALIZED (SELECT d.id FROM {TABLE} d WHERE {where}{condition}), "
        "newest AS (SELECT id FROM hits ORDER BY id DESC LIMIT %s OFFSET %s) "
        f"SELECT {columns()} FROM newest JOIN {TABLE} d ON d.id = newest.id ORDER BY d.id DESC",
        [*values, *more, limit, offset],
    )


def _walk(term: Term, scope: Narrowing, limit: int, offset: int) -> Rows:
    """From the newest on, until enough documents hold a common term."""
    condition, more = scope.sql("postgresql")
    return _run(
        f"SELECT {columns()} FROM {TABLE} d WHERE strpos(d.text, %s) > 0{condition} "
        "ORDER BY d.id DESC LIMIT %s OFFSET %s",
        [term.needle, *more, limit, offset],
    )


def _share(terms: Sequence[Term]) -> float:
    """Share of the documents that hold the one token of the one term; 0 when there are more tokens."""
    if len(terms) != 1 or len(terms[0].tokens) != 1:
        return 0.0
    rows = _run("SELECT share FROM search_searchterm WHERE term = %s", [terms[0].tokens[0]])
    return float(rows[0][0]) if rows else 0.0


def page(terms: Sequence[Term], scope: Narrowing, *, by_title: bool, limit: int, offset: int) -> Rows:
    """Hits in order: the newest first, with `by_title` those whose title holds every term before."""
    where, values = _condition(terms)
    if not by_title:
        if _share(terms) >= COMMON:
            return _walk(terms[0], scope, limit, offset)
        return _hits(where, values, scope, limit, offset)
    titled, title_values = _condition(terms, title=True)
    rows = _hits(titled, title_values, scope, limit, offset)
    if len(rows) < limit:
        ahead = offset + len(rows) if rows or not offset else _total(titled, title_values, scope, offset)
        rest, rest_values = f"{where} AND NOT ({titled})", values + title_values
        rows += _hits(rest, rest_values, scope, limit - len(rows), max(0, offset - ahead))
    return rows


def _total(where: str, values: list[Any], scope: Narrowing, cap: int) -> int:
    condition, more = scope.sql("postgresql")
    inner = f"SELECT 1 FROM {TABLE} d WHERE {where}{condition} LIMIT %s"
    return int(_run(f"SELECT count(*) FROM ({inner}) c", [*values, *more, cap])[0][0])


def count(terms: Sequence[Term], scope: Narrowing, cap: int) -> int:
    """How many documents match, counted no further than `cap`."""
    if _share(terms) >= COMMON:
        return _total("strpos(d.text, %s) > 0", [terms[0].needle], scope, cap)
    where, values = _condition(terms)
    return _total(where, values, scope, cap)


def related(weighted: Sequence[tuple[str, float]], scope: Narrowing, *, each: int, limit: int) -> Rows:
    """Documents that share the heaviest tokens; of each token only `each` are looked at."""
    condition, values = scope.sql("postgresql")
    statement = (
        "WITH found AS MATERIALIZED (SELECT h.id, sum(q.weight) AS score "
        "FROM unnest(%s::text[], %s::float8[]) AS q(token, weight) CROSS JOIN LATERAL "
        f"(SELECT t.id FROM {TABLE} t WHERE t.terms @@ q.token::tsquery LIMIT %s) h GROUP BY h.id), "
        "best AS MATERIALIZED (SELECT id, score FROM found ORDER BY score DESC, id DESC LIMIT 400) "
        f"SELECT {columns()} FROM best JOIN {TABLE} d ON d.id = best.id WHERE 1 = 1{condition} "
        "ORDER BY best.score DESC, d.id DESC LIMIT %s"
    )
    quoted = [f"'{token}'" for token, _ in weighted]
    return _run(statement, [quoted, [w for _, w in weighted], each, *values, limit])
