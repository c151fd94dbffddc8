"""What is found by some and not by everybody: words for a branch, for members.

The index keeps them with the audience ``inside``, which no other search looks at. Who may read which of them is no
matter of the index: each room answers by the one policy that its pages and lists use, as a part of the same statement,
so hits, their number and the pages of them are right, and what a page hides is never found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from lianxin.kernel.actor import Actor, outermost

from .actions import slot
from .engines.exact import Asked, Span, look_through
from .engines.filters import Narrowing
from .everything import DEEPEST
from .grams import needles
from .queries import Hit, _hit
from .text import Term

#: the rows of a kind that the actor may read
Readable = Callable[[Actor], QuerySet[Model]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind of which some entries are for some people. label: what readers call it."""

    label: str
    readable: Readable


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; total is exact, and counts nothing that the reader may not see."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    limit: int = 20
    offset: int = 0


KINDS: dict[str, Registered] = {}


def register_inside(kind: str, label: str, readable: Readable) -> None:
    """Called by a room when it loads, beside `sources.register_source`."""
    KINDS[kind] = Registered(label, readable)


def search_inside(
    actor: Actor, query: str, *, kinds: Iterable[str], paths: Iterable[str] | None = None,
    since: datetime | None = None, until: datetime | None = None, limit: int = 20, offset: int = 0,
) -> Found:  # fmt: skip
    """Entries for the reader alone that hold every word; nobody in particular, or nothing typed, finds nothing.

    since, until: aware moments, the second excluded. paths: subtrees. What may be read is looked through, text by text:
    it is little beside the whole.
    """
    terms = needles(query)
    limit, offset = max(1, min(limit, 200)), max(0, min(offset, DEEPEST))
    chosen = [kind for kind in kinds if kind in KINDS]
    if actor.person_id is None or not terms or not chosen:
        return Found(limit=limit, offset=offset)
    readable = {kind: _select(KINDS[kind].readable(actor)) for kind in chosen}
    scope = Narrowing(audience="inside", paths=None if paths is None else outermost(paths), readable=readable)
    span = Span(slot(since) if since else None, slot(until) if until else None)
    rows, total = look_through(Asked(terms, scope, span), limit, offset)
    words = tuple(Term(needle.core, (), open_end=False) for needle in terms)
    return Found(tuple(_hit(row, words) for row in rows), total, limit, offset)


def _select(rows: QuerySet[Model]) -> tuple[str, tuple[object, ...]]:
    """The numbers of rows as a part of a statement; what can be nothing is said as such, for Django has no SQL for it."""
    try:
        sql, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 WHERE 1 = 0", ()
    return sql, tuple(values)
