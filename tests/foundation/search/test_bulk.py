"""Very much at once: nothing is missed while it comes in, and the parts of the index are joined later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from lianxin.foundation.search.actions import Entry, in_bulk, put_many
from lianxin.foundation.search.jobs import STEPS, tidy
from lianxin.foundation.search.queries import find

NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)
PARTS, EACH = 12, 25
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has nothing to join")


def entry(n: int) -> Entry:
    return Entry("letter", n, f"第{n}件", f"渡口桥栏杆松动，编号{n}。", "public", "0001", NOON + timedelta(minutes=n))


def parts() -> int:
    """Segments of the FTS5 table: one data page range each, told by the upper bits of the row id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT id >> 37) FROM search_index_data WHERE id > 10")
        return int(cursor.fetchone()[0])


def fill() -> None:
    """Each batch in a transaction of its own, as an import writes them."""
    with in_bulk():
        for part in range(PARTS):
            put_many(entry(n) for n in range(part * EACH, (part + 1) * EACH))


@pytest.mark.django_db(transaction=True)
def test_everything_is_found_before_and_after_the_parts_are_joined() -> None:
    fill()
    before = find("栏杆松动", limit=200).ids
    tidy()
    assert before == find("栏杆松动", limit=200).ids
    assert len(before) == 200
    assert find("编号77", limit=5).ids == (77,)


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_an_import_leaves_parts_and_the_night_joins_them() -> None:
    before = parts()
    fill()
    assert parts() == before + PARTS
    assert 0 < tidy() < STEPS
    assert parts() < 4
    assert tidy() == 0


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_the_connection_is_as_it_was_afterwards() -> None:
    def settings() -> list[object]:
        with connection.cursor() as cursor:
            rows = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("wal_autocheckpoint", "cache_size")]
            cursor.execute("SELECT v FROM search_index_config WHERE k = 'automerge'")
            return [*rows, cursor.fetchone()]

    with in_bulk():
        pass
    usual = settings()
    during: list[object] = []

    def stopped() -> None:
        with in_bulk():
            during.extend(settings())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped()
    assert during != usual
    assert settings() == usual
