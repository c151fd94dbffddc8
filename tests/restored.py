"""A transactional test leaves the tables as the migrations made them, whoever runs next.

Django's own way is a flush, which takes the first rows with it (the locale and the root of the page tree, the
codes), stumbles over the ledger that nobody may empty, and does not know the search tables. Here the tables are
copied anew from those made before.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from tests.prepared import tables, tables_on_server


@contextmanager
def copied_anew() -> Iterator[None]:
    """While open, every transactional test ends with fresh tables instead of a flush."""
    plain = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = _copy_anew
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = plain


def _copy_anew(self: Any) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(tables())) as source:
            source.backup(connection.connection)
    else:
        _create_again(str(connection.settings_dict["NAME"]))
    ContentType.objects.clear_cache()
    cache.clear()


def _create_again(name: str) -> None:
    address = os.environ["DATABASE_URL"]
    made = tables_on_server(address)
    connection.close()
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(made)))
