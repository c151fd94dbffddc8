"""Finding things: every room's published pages in one place, narrowed by audience and organisation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import is_naive, make_aware

from .engines import engine
from .engines.filters import TABLE, Narrowing, columns, narrowing
from .engines.plan import surely_more, worth_counting
from .likeness import likeness, weigh
from .text import Term, excerpt, parse

#: counting stops here; a page says "500+"
COUNT_CAP = 500
#: nobody leafs further than this
DEEPEST = 5000


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `excerpt` is folded text around the first match."""

    kind: str
    object_id: int
    title: str
    url: str
    when: datetime
    audience: str
    org_path: str
    facets: Mapping[str, Any]
    excerpt: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits.

    total: exact, or as far as it was counted (`COUNT_CAP` at most); `capped` says that there are more. searchable: False when
    something was typed in which nothing can be looked for (signs only); then there are no hits.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool
    limit: int
    offset: int
    terms: tuple[str, ...] = ()
    searchable: bool = True

    @property
    def total_label(self) -> str:
        """``"37"`` or ``"500+"``."""
        return f"{self.total}+" if self.capped else str(self.total)

    @property
    def has_next(self) -> bool:
        """True when another page follows."""
        return self.capped or self.offset + len(self.hits) < self.total

    @property
    def ids(self) -> tuple[int, ...]:
        """Object ids in order, for rooms that load their own rows."""
        return tuple(hit.object_id for hit in self.hits)

    def __iter__(self) -> Any:
        return iter(self.hits)


def find(
    query: str,
    *,
    kinds: Iterable[str] = (),
    audience: str = "public",
    paths: Iterable[str] | None = None,
    facets: Mapping[str, str] | None = None,
    limit: int = 20,
    offset: int = 0,
    order: str = "newest",
    counted: bool = True,
) -> Page:
    """Things that hold every term of the query, narrowed in the same statement.

    order: ``"newest"`` or ``"title"`` (hits in the title first, each group the newest first).
    counted: False saves the second statement (suggestions while typing); total is then what is known.
    An empty query lists the newest. Any text is a legal query. Raises ScopeError when
    ``audience="staff"`` comes without paths.
    """
    scope = narrowing(kinds, audience, paths, facets)
    limit, offset = max(1, min(limit, 200)), max(0, min(offset, DEEPEST))
    terms = parse(query)
    if query.strip() and not terms:
        return Page((), 0, False, limit, offset, searchable=False)
    known: int | None = None
    if not terms:
        rows = _listed(scope, limit, offset)
    else:
        rows, known = engine().page(terms, scope, by_title=order == "title", limit=limit, offset=offset)
    total, capped = _count(terms, scope, len(rows), known, limit, offset, counted)
    hits = tuple(_hit(row, terms) for row in rows)
    return Page(hits, total, capped, limit, offset, tuple(t.needle for t in terms))


def _count(
    terms: tuple[Term, ...], scope: Narrowing, shown: int, known: int | None, limit: int, offset: int, counted: bool
) -> tuple[int, bool]:
    """Exact total up to the cap; a page that is not full needs no statement of its own."""
    if shown < limit and (shown or not offset):
        return offset + shown, False
    if known is not None and shown:
        return min(known, COUNT_CAP), known > COUNT_CAP
    if not counted:
        return offset + shown, bool(shown)
    if terms and surely_more(terms, scope, COUNT_CAP):
        return COUNT_CAP, True
    cap = worth_counting(terms, COUNT_CAP, offset + shown, limit) if terms else COUNT_CAP
    total: int = engine().count(terms, scope, cap + 1) if terms else _listed_total(scope, cap + 1)
    return min(total, cap), total > cap


def _listed(scope: Narrowing, limit: int, offset: int) -> list[tuple[Any, ...]]:
    condition, values = scope.sql(connection.vendor)
    statement = f"SELECT {columns()} FROM {TABLE} d WHERE 1 = 1{condition} ORDER BY d.id DESC LIMIT %s OFFSET %s"  # noqa: S608 - constants and parameters only
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit, offset])
        return list(cursor.fetchall())


def _listed_total(scope: Narrowing, cap: int) -> int:
    condition, values = scope.sql(connection.vendor)
    statement = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} d WHERE 1 = 1{condition} LIMIT %s) c"  # noqa: S608 - constants and parameters only
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, cap])
        return int(cursor.fetchone()[0])


def similar(
    text: str,
    *,
    kind: str = "",
    audience: str = "public",
    paths: Iterable[str] | None = None,
    limit: int = 5,
    exclude: int | None = None,
) -> list[Hit]:
    """似曾相识: entries that share rare pairs and words with a text, the most alike first.

    exclude: object id that is left out (the letter itself). `Hit.score` is between 0 and 1.
    """
    scope = narrowing((kind,) if kind else (), audience, paths, None)
    weights = weigh(text)
    if not weights:
        return []
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:LOOKED_UP]
    heaviest = [pair for pair in heaviest if pair[1] >= heaviest[0][1] * NOT_LIGHTER] or heaviest[:1]
    rows = engine().related(heaviest, scope, each=NEWEST_OF_EACH, limit=max(30, limit * 4))
    scored = sorted(((likeness(weights, row[9]), row) for row in rows), key=lambda pair: (-pair[0], -pair[1][0]))
    hits = [_hit(row, (), score) for score, row in scored if score >= LEAST_LIKENESS and row[2] != exclude]
    return hits[:limit]


#: tokens of a text that are looked up, and how many entries of each
LOOKED_UP = 16
#: a token that weighs less than this part of the heaviest one brings up too many strangers
NOT_LIGHTER = 0.4
NEWEST_OF_EACH = 150
#: below this share of common weight two texts only have everyday words in common
LEAST_LIKENESS = 0.18


def _hit(row: tuple[Any, ...], terms: tuple[Term, ...], score: float = 0.0) -> Hit:
    _, kind, object_id, audience, org_path, when, url, title, facets, text = row
    body = text.partition("\n")[2]
    return Hit(
        kind, object_id, title, url, _when(when), audience, org_path, _facets(facets), excerpt(body, terms), score
    )


def _when(value: Any) -> datetime:
    """SQLite hands out text or a naive time in UTC; PostgreSQL an aware one."""
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return make_aware(moment, UTC) if is_naive(moment) else moment


def _facets(value: Any) -> dict[str, Any]:
    return dict(json.loads(value)) if isinstance(value, str) else dict(value)
