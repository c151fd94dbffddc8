"""PostgreSQL: a bag of tokens in a tsvector with GIN, the order of a phrase checked on the text.

Positions are not stored: a tsvector keeps at most 256 of them for a token, none beyond 16,383, and
GIN ignores them anyway. The bag holds pairs, single characters and words, those of the title once
more with a mark in front, and audience and kind. GIN answers such an AND exactly; only a term of
several tokens is then looked for in the canonical text. The search of the whole house has its own table (`packed`).
"""

# Every piece that is put into a statement is a constant of this package; values are parameters.
# ruff: noqa: S608

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from ..grams import ANYWHERE
from ..grams import IN_TITLE as PIECE_IN_TITLE
from ..models import SearchDocument
from ..packed import numbers, stretches
from ..text import GAP, Prepared, Term, readable, tokens
from .filters import TABLE, Narrowing, columns
from .plan import contains, expected, look_through
from .row import OF_AUDIENCE, OF_KIND, Row

Rows = list[tuple[Any, ...]]
Entry = tuple[int, str, str, str]

#: numbers of the public entries (migration 0007); rows that are taken out of `TABLE` go from it by a trigger
STRETCHES = "search_stretches"
#: mark of a title's tokens (private use, so no token of a text begins with it)
IN_TITLE = "\ue001"
ADD_STRETCHES = f"INSERT INTO {STRETCHES} (id, kind, org_path, numbers) VALUES (%s, %s, %s, %s::bigint[])"
#: documents of one batch for which PostgreSQL is given more memory
MANY = 50
#: bytes of tokens in one tsvector; PostgreSQL refuses more than 1,048,575
BAG_BYTES = 1_000_000


def bag(row: Row) -> str:
    """The lexemes of a document, separated by spaces."""
    title = row.text.partition("\n")[0]
    words = _lexemes(row.text) | {IN_TITLE + one for one in _lexemes(title)}
    return " ".join(_within([OF_AUDIENCE + row.audience, OF_KIND + row.kind, *words]))


def _within(lexemes: list[str]) -> list[str]:
    """As many as a tsvector can hold. Only a text of hundreds of thousands of chance characters has more."""
    if sum(map(len, lexemes)) * 4 <= BAG_BYTES:
        return lexemes
    kept, size = [], 0
    for one in lexemes:
        size += len(one.encode())
        if size > BAG_BYTES:
            break
        kept.append(one)
    return kept


def _lexemes(marked: str) -> set[str]:
    found = set(tokens(marked)) - {GAP}
    # the first characters of pairs are all characters: each begins exactly one token
    return found | {one[0] for one in found if not one[0].isascii()}


def add(rows: Sequence[Row], prepared: Mapping[int, Prepared]) -> None:
    """Store and index documents.

    What is new first goes to a list of an index (fastupdate), which every search must read through; it is worked in at
    once, many documents cheaper together than one by one. A list that grows too long in between is worked in with little
    memory, which takes many times as long: of many documents nothing is until all are there.
    """
    fields = [field for field in SearchDocument._meta.concrete_fields if field.column != "facets"]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = (
        f"INSERT INTO {TABLE} ({names}, facets, terms) "
        f"VALUES ({marks}, %s::jsonb, array_to_tsvector(string_to_array(%s, ' ')))"
    )
    values = [
        (*(getattr(row, f.attname) for f in fields), json.dumps(row.facets, ensure_ascii=False), bag(row))
        for row in rows
    ]
    with connection.cursor() as cursor:
        if len(rows) > MANY:
            cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.executemany(statement, values)
        cursor.executemany(ADD_STRETCHES, [stretches_of(row) for row in rows if row.audience == "public"])
        cursor.execute("SELECT gin_clean_pending_list('search_terms'), gin_clean_pending_list('search_numbers')")


def stretches_of(row: Row) -> tuple[int, str, str, str]:
    """The values for `ADD_STRETCHES`."""
    return row.id, row.kind, row.org_path, "{" + ",".join(map(str, numbers(readable(row.text)))) + "}"


def also_counted(text: str) -> set[str]:
    """Stretches of a canonical text and of its title: the exact search asks how common they are."""
    plain = readable(text)
    title = plain.partition("\n")[0]
    everywhere, first = set().union(*stretches(plain)), set().union(*stretches(title))
    return {ANYWHERE + one for one in everywhere} | {PIECE_IN_TITLE + one for one in first}


def remove(entries: Iterable[Entry]) -> None:
    """Nothing: the lexemes go with their row."""


@contextmanager
def in_bulk() -> Iterator[None]:
    """Nothing to prepare."""
    yield


def tidy() -> bool:
    """Nothing to join: every batch works its lexemes in, autovacuum does the rest."""
    return False


def _run(statement: str, values: Sequence[Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _quoted(lexemes: Iterable[str]) -> list[str]:
    """Tokens are letters and digits; a kind is a word of ours. Quotes inside are doubled all the same."""
    return ["'" + one.replace("\\", "\\\\").replace("'", "''") + "'" for one in lexemes]


def wanted(terms: Sequence[Term], scope: Narrowing, *, title: bool = False) -> str:
    """A tsquery in its own notation: every token, the audience, one of the kinds."""
    mark = IN_TITLE if title else ""
    parts = _quoted(mark + token for term in terms for token in term.tokens)
    if scope.audience == "public":
        parts += _quoted([OF_AUDIENCE + "public"])
    if scope.kinds:
        parts.append(f"({' | '.join(_quoted(OF_KIND + kind for kind in scope.kinds))})")
    return " & ".join(parts)


def _rest(terms: Sequence[Term], scope: Narrowing, *, title: bool = False) -> tuple[str, list[Any]]:
    """What the bag cannot answer, as a condition on `d` (or empty): order of tokens, paths, facets."""
    needles = [t.needle for t in terms if len(t.tokens) > 1]
    column = "split_part(d.text, E'\\n', 1)" if title else "d.text"
    where = f" AND strpos({column}, %s) > 0" * len(needles)
    if scope.paths is None and not scope.facets:
        return where, needles
    condition, values = scope.sql("postgresql")
    return where + condition, [*needles, *values]


def _found(terms: Sequence[Term], scope: Narrowing, *, title: bool = False) -> tuple[str, list[Any]]:
    """A SELECT of the ids of all hits, by the index."""
    where, values = _rest(terms, scope, title=title)
    query = wanted(terms, scope, title=title)
    if not where:
        return "SELECT id FROM search_ids(%s::tsquery) AS id", [query]
    return f"SELECT d.id FROM search_ids(%s::tsquery) AS i(id) JOIN {TABLE} d ON d.id = i.id WHERE TRUE{where}", [
        query,
        *values,
    ]


def _hits(found: str, values: list[Any], scope: Narrowing, limit: int, offset: int) -> tuple[Rows, int]:
    """The newest of all hits; their number comes along (0 when the page is empty)."""
    condition, more = scope.sql("postgresql")
    rows = _run(
        f"WITH hits AS MATERIALIZED ({found}), "
        "newest AS MATERIALIZED (SELECT id FROM hits ORDER BY id DESC LIMIT %s OFFSET %s) "
        f"SELECT {columns()}, (SELECT count(*) FROM hits) FROM newest JOIN {TABLE} d ON d.id = newest.id "
        f"WHERE TRUE{condition} ORDER BY d.id DESC",
        [*values, limit, offset, *more],
    )
    return [row[:-1] for row in rows], rows[0][-1] if rows else 0


def _newest(scope: Narrowing, terms: Sequence[Term], reach: int) -> tuple[str, list[Any]]:
    """FROM and WHERE over the newest `reach` entries of the scope that hold the terms."""
    condition, values = scope.sql("postgresql")
    found, needles = contains(terms)
    inner = f"SELECT {columns()} FROM {TABLE} d WHERE TRUE{condition} ORDER BY d.id DESC LIMIT %s"
    return f"FROM ({inner}) d WHERE {found}", [*values, reach, *needles]


def _walk(terms: Sequence[Term], scope: Narrowing, limit: int, offset: int) -> Rows | None:
    """From the newest on until the page is full: for common words.

    None when the index is expected to be cheaper, or when the page did not get full within three
    times as many entries as expected (words that are common each, and rare together).
    """
    share, number = expected(terms)
    needed = limit + offset
    # one entry walked costs about as much as one and a half taken from the index
    if share * share * number < 1.5 * needed:
        return None
    source, values = _newest(scope, terms, int(3 * needed / share))
    rows = _run(
        f"SELECT {columns()} {source} ORDER BY d.id DESC LIMIT %s OFFSET %s",
        [*values, limit, offset],
    )
    return rows if len(rows) == limit else None


def page(
    terms: Sequence[Term], scope: Narrowing, *, by_title: bool, limit: int, offset: int
) -> tuple[Rows, int | None]:
    """Hits in order, and the total when it came along.

    The newest first; with `by_title` those whose title holds every term before the others.
    """
    if by_title:
        return _titled(terms, scope, limit, offset), None
    few = look_through(terms, scope, limit, offset)
    if few is not None:
        return few
    walked = _walk(terms, scope, limit, offset)
    return (walked, None) if walked is not None else _hits(*_found(terms, scope), scope, limit, offset)


def _titled(terms: Sequence[Term], scope: Narrowing, limit: int, offset: int) -> Rows:
    titled, values = _found(terms, scope, title=True)
    rows, ahead = _hits(titled, values, scope, limit, offset)
    if len(rows) == limit:
        return rows
    if offset and not rows:
        ahead = int(_run(f"SELECT count(*) FROM ({titled}) c", values)[0][0])
    everything, more = _found(terms, scope)
    others = f"{everything} EXCEPT {titled}"
    return rows + _hits(others, [*more, *values], scope, limit - len(rows), max(0, offset - ahead))[0]


def count(terms: Sequence[Term], scope: Narrowing, cap: int) -> int:
    """How many documents match, at least `cap` when there are more.

    Common words are counted on the way from the newest, which ends at the cap; others by the index.
    """
    share, number = expected(terms)
    if share * share * number >= 1.5 * cap:
        source, values = _newest(scope, terms, int(3 * cap / share))
        total = int(_run(f"SELECT count(*) FROM (SELECT 1 {source} LIMIT %s) c", [*values, cap])[0][0])
        if total >= cap:
            return total
    found, values = _found(terms, scope)
    return int(_run(f"SELECT count(*) FROM ({found}) c", values)[0][0])


def related(weighted: Sequence[tuple[str, float]], scope: Narrowing, *, each: int, limit: int) -> Rows:
    """Documents that share the heaviest tokens; of each token only `each` are looked at."""
    condition, values = scope.sql("postgresql")
    statement = (
        "WITH found AS MATERIALIZED (SELECT h.id, sum(q.weight) AS score "
        "FROM unnest(%s::text[], %s::float8[]) AS q(token, weight) CROSS JOIN LATERAL "
        "(SELECT id FROM search_some(q.token::tsquery, %s) AS id) h GROUP BY h.id), "
        "best AS MATERIALIZED (SELECT id, score FROM found ORDER BY score DESC, id DESC LIMIT 400) "
        f"SELECT {columns()} FROM best JOIN {TABLE} d ON d.id = best.id WHERE TRUE{condition} "
        "ORDER BY best.score DESC, d.id DESC LIMIT %s"
    )
    return _run(
        statement,
        [_quoted(token for token, _ in weighted), [w for _, w in weighted], each, *values, limit],
    )
