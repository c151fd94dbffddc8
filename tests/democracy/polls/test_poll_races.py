"""R066: everybody at once, one in four windows, against a cancellation, against a sheet of paper. On SQLite files, or on the
server that DATABASE_URL names."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.prepared import tables_on_server
from tests.recovery.children import Installation, close_all

CALL = "from tests.democracy.polls import racing; racing.main({!r})"


def played(made: Installation) -> dict[str, Any]:
    made.run(CALL.format("build"))
    found: dict[str, Any] = json.loads(made.run(CALL.format("run")))
    return found


@pytest.mark.slow
def test_every_ballot_counts_once(tmp_path: Path) -> None:
    """As many in the urn as flags on the roll, whoever pressed when."""
    server = os.environ.get("DATABASE_URL", "")
    try:
        if server.startswith("postgres"):
            name = f"polls_{uuid.uuid4().hex[:12]}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{tables_on_server(server)}"')
            found = played(Installation(tmp_path, server.rsplit("/", 1)[0] + f"/{name}"))
        else:
            found = played(Installation(tmp_path).migrate())
    finally:
        close_all()
    for name in ("roll", "named", "citizens"):
        assert found[name] == [["ok"] * 8, [8, 8]], name
        assert found[f"{name}_twice"] == [["ok", "twice", "twice", "twice"], [1, 1]], name
    came, urns = found["cancel"]
    assert came[-1] == "ok", "the cancellation holds"
    assert set(came[:-1]) <= {"ok", "late", "gone", "out_of_scope"}
    assert urns == 0
    assert found["paper"] in ([["ok", "paper"], 0], [["ok", "twice"], 1])
