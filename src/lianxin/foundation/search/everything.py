"""One search over all that is published: exactly the entries that hold what was typed, those with it in the title first.

What stands between two spaces is one word, signs and all, and every word must stand in the entry as it was typed (after
folding: full width, case). Half a number finds the number. When nothing holds the signs, they are read as spaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter

from .actions import slot
from .engines import exact, plan
from .engines.exact import Asked, Span
from .engines.filters import narrowing
from .grams import needles, without_signs
from .queries import Hit, _hit
from .text import Term

#: nobody leafs further than this
DEEPEST = 50_000
#: hits that the facets are counted among when there are very many entries
FACETS_OF = 500
#: steps of an organisation's path that one level takes
LEVEL = 4


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits there are of each kind, organisation (path of the second level) and year. capped: among the newest only."""

    kinds: dict[str, int] = field(default_factory=dict)
    paths: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. total: exact unless `capped`, then there are at least so many.

    words: what was looked for. loosened: nothing held the signs that were typed, so they were left out.
    took: seconds of the search itself, took_facets: of counting the facets. `offset`, `limit` and `total` are what the pagination reads.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool
    limit: int
    offset: int
    words: tuple[str, ...]
    loosened: bool = False
    facets: Facets = Facets()
    took: float = 0.0
    took_facets: float = 0.0


def search(
    query: str,
    *,
    kinds: Iterable[str] = (),
    paths: Iterable[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 20,
    offset: int = 0,
    faceted: bool = True,
) -> Found:
    """Public entries that hold every word; title hits first, each group the newest first. Any text is a legal query.

    since, until: aware moments, the second excluded. An empty query finds nothing.
    """
    begun = perf_counter()
    limit, offset = max(1, min(limit, 200)), max(0, min(offset, DEEPEST))
    scope = narrowing(kinds, "public", paths, None)
    span = Span(slot(since) if since else None, slot(until) if until else None)
    asked = Asked(needles(query), scope, span)
    rows, total, capped = exact.page(asked, limit, offset)
    loosened = False
    if not total and (plain := without_signs(query)) and plain != " ".join(n.text for n in asked.needles):
        other = Asked(needles(plain), scope, span)
        rows, total, capped = exact.page(other, limit, offset)
        asked, loosened = (other, True) if total else (asked, False)
    terms = tuple(Term(n.core, (), open_end=False) for n in asked.needles)
    hits = tuple(_hit(row, terms) for row in rows)
    took = perf_counter() - begun
    facets = _facets(asked, total) if faceted and total else Facets()
    words, whole = tuple(n.text for n in asked.needles), perf_counter() - begun
    return Found(hits, total, capped, limit, offset, words, loosened, facets, took, whole - took)


def _facets(asked: Asked, total: int) -> Facets:
    most = None if plan.documents() <= exact.COUNTED_WHOLE else FACETS_OF
    kinds: Counter[str] = Counter()
    paths: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for kind, path, year, many in exact.tally(asked, most, 2 * LEVEL):
        kinds[kind] += many
        paths[path] += many
        years[year] += many
    seen = kinds.total()
    return Facets(
        dict(kinds),
        dict(paths.most_common()),
        dict(sorted(years.items(), reverse=True)),
        most is not None and seen >= most,
    )
