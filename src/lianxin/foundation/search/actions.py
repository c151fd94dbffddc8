"""Putting things into the index and taking them out, inside the caller's transaction.

These are parts of other rooms' actions, not actions of their own: the audit line is the one of
the publication or withdrawal. What is withdrawn is gone for every reader with the same commit (M01).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, transaction

from .engines import engine
from .engines.row import Row
from .models import SearchDocument
from .text import TITLE_CHARACTERS, Prepared, stored

_START = datetime(2000, 1, 1, tzinfo=UTC)
#: ids of one second; more entries than this in one second flow over into the next
PER_SECOND = 256
BATCH = 2000
#: how often ids are drawn before writers of one second give up
DRAWS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found. `when` is aware; `facets` are short values by small-letter names."""

    kind: str
    object_id: int
    title: str
    body: str
    audience: str
    org_path: str
    when: datetime
    url: str = ""
    facets: Mapping[str, Any] = field(default_factory=dict)
    prepared: Prepared | None = None

    def __post_init__(self) -> None:
        if self.audience not in ("public", "staff", "inside"):
            raise ValueError(f"unknown audience {self.audience}")
        if self.when.tzinfo is None:
            raise ValueError("when must be an aware time")

    @property
    def text(self) -> str:
        """The stored, canonical text."""
        return self.prepared.text if self.prepared else stored(self.title, self.body)


def put(
    *,
    kind: str,
    object_id: int,
    title: str,
    body: str,
    audience: str,
    org_path: str,
    when: datetime,
    url: str = "",
    **facets: Any,
) -> None:
    """Add or replace one entry. Raises ValueError for an unknown audience or a naive time."""
    put_many([Entry(kind, object_id, title, body, audience, org_path, when, url, facets)])


def put_many(entries: Iterable[Entry]) -> int:
    """Add or replace entries by the batch; returns how many. The last of two equal ones wins."""
    done = 0
    source = iter(entries)
    while batch := list(islice(source, BATCH)):
        latest = {(e.kind, e.object_id): e for e in batch}
        _replace_surely(list(latest.values()))
        done += len(batch)
    return done


def _replace_surely(entries: list[Entry]) -> None:
    """Replace; when another writer of the same second drew the same id (PostgreSQL), draw again.

    SQLite has one writer, so nobody else draws; and FTS5 empties its memory at every savepoint.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic(savepoint=False):
            _replace(entries)
        return
    for left in reversed(range(DRAWS)):
        try:
            with transaction.atomic():
                _replace(entries)
        except IntegrityError:
            if not left:
                raise
        else:
            return


def drop(kind: str, object_id: int) -> None:
    """Take one entry out; nothing happens when there is none."""
    with transaction.atomic():
        _take_out(kind, [object_id])


def drop_kind(kind: str, *, keep: Iterable[int] = ()) -> int:
    """Take out every entry of a kind that is not in `keep`; returns how many."""
    kept = set(keep)
    known = SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True)
    gone = [pk for pk in known if pk not in kept]
    for start in range(0, len(gone), BATCH):
        with transaction.atomic():
            _take_out(kind, gone[start : start + BATCH])
    return len(gone)


def _take_out(kind: str, object_ids: list[int]) -> dict[int, int]:
    """Remove entries; returns object id -> row id of those that were there."""
    rows = SearchDocument.objects.filter(kind=kind, object_id__in=object_ids)
    found = list(rows.values_list("object_id", "pk", "text", "audience"))
    if found:
        engine().remove((pk, text, audience, kind) for _, pk, text, audience in found)
        SearchDocument.objects.filter(pk__in=[pk for _, pk, _, _ in found]).delete()
    return {object_id: pk for object_id, pk, _, _ in found}


def _replace(entries: list[Entry]) -> None:
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    old: dict[tuple[str, int], int] = {}
    for kind, group in by_kind.items():
        taken = _take_out(kind, [e.object_id for e in group])
        old |= {(kind, object_id): pk for object_id, pk in taken.items()}
    ids = _slots(entries, old)
    pairs = sorted(zip(ids, entries, strict=True), key=lambda pair: pair[0])
    engine().add([_row(pk, entry) for pk, entry in pairs], {pk: e.prepared for pk, e in pairs if e.prepared})


def in_bulk() -> AbstractContextManager[None]:
    """Around the import of very much: indexing costs less, searches a little more until `search.tidy` has run."""
    manager: AbstractContextManager[None] = engine().in_bulk()
    return manager


def _row(pk: int, entry: Entry) -> Row:
    return Row(
        id=pk,
        kind=entry.kind,
        object_id=entry.object_id,
        audience=entry.audience,
        org_path=entry.org_path,
        when=entry.when,
        url=entry.url,
        title=entry.title[:TITLE_CHARACTERS],
        facets=dict(entry.facets),
        text=entry.text,
    )


def slot(when: datetime) -> int:
    """The first id of the second: the order of ids is the order of time."""
    return int((when - _START).total_seconds()) * PER_SECOND


def _slots(entries: list[Entry], old: Mapping[tuple[str, int], int]) -> list[int]:
    """A free id in the second of each entry, or in the next second that has one.

    Drawn at random within the second, so that two writers of the same second on PostgreSQL rarely
    choose the same; an entry that keeps its second keeps its id. Usually one statement.
    """
    begins = [slot(entry.when) for entry in entries]
    wished = [old.get((entry.kind, entry.object_id), -1) for entry in entries]
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    waiting = list(range(len(entries)))
    while waiting:
        for i in waiting:
            chosen[i], begins[i] = _draw(begins[i], wished[i], taken)
            taken.add(chosen[i])
        used = set(SearchDocument.objects.filter(pk__in=[chosen[i] for i in waiting]).values_list("pk", flat=True))
        waiting = [i for i in waiting if chosen[i] in used]
    return [chosen[i] for i in range(len(entries))]


def _draw(first: int, wish: int, taken: set[int]) -> tuple[int, int]:
    """An id not yet taken, and the second it lies in; a second that seems full is left for the next."""
    if first <= wish < first + PER_SECOND and wish not in taken:
        return wish, first
    while True:
        for _ in range(8):
            pk = first + random.randrange(PER_SECOND)  # noqa: S311 - spreads writers, no secret
            if pk not in taken:
                return pk, first
        first += PER_SECOND


__all__ = ["Entry", "drop", "drop_kind", "in_bulk", "put", "put_many", "slot"]
