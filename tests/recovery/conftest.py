"""A fresh installation per test, on the engine that DATABASE_URL names.

The tables are made once; each test works on a copy.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.prepared import tables_on_server
from tests.recovery.children import Installation

SERVER = os.environ.get("DATABASE_URL", "")
ON_POSTGRESQL = SERVER.startswith("postgres")


@contextmanager
def database(template: str) -> Iterator[str]:
    """A database of its own on the server; answers its address."""
    name = f"recovery_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield SERVER.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("migrated")
    if not ON_POSTGRESQL:
        yield Installation(folder).migrate()
        return
    with database(tables_on_server(SERVER)) as url:
        yield Installation(folder, url)


@pytest.fixture
def installation(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    folder = tmp_path / "data"
    shutil.copytree(migrated.folder, folder)
    if not ON_POSTGRESQL:
        yield Installation(folder)
        return
    with database(migrated.database_url.rsplit("/", 1)[1]) as url:
        yield Installation(folder, url)
