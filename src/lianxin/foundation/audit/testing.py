"""For tests that empty tables between runs (transactional tests): the triggers step aside for the flush."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

from . import triggers


@contextmanager
def flushable() -> Iterator[None]:
    """While open, Django's flush of a test database may empty the ledger. Never used outside tests."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: Any) -> None:
        if triggers.standing(self.connection):
            triggers.remove(self.connection)
            try:
                plain(self, sql_list)
            finally:
                triggers.install(self.connection)
        else:
            plain(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = plain  # type: ignore[method-assign]
