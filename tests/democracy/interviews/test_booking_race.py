"""LX-161: two at once for one slot, one wins and the other is told. On SQLite files, or on the server that DATABASE_URL names."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

import psycopg
import pytest

from tests.prepared import tables_on_server
from tests.recovery.children import Installation, close_all

CALL = "from tests.democracy.interviews import racing; racing.main({!r})"


def played(made: Installation) -> dict[str, object]:
    made.run(CALL.format("build"))
    found: dict[str, object] = json.loads(made.run(CALL.format("run")))
    return found


@pytest.mark.slow
def test_one_slot_one_visitor_one_same_ask(tmp_path: Path) -> None:
    server = os.environ.get("DATABASE_URL", "")
    try:
        if server.startswith("postgres"):
            name = f"slots_{uuid.uuid4().hex[:12]}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{tables_on_server(server)}"')
            found = played(Installation(tmp_path, server.rsplit("/", 1)[0] + f"/{name}"))
        else:
            found = played(Installation(tmp_path).migrate())
    finally:
        close_all()
    assert all(sorted(came) == ["ok", "taken"] for came in found["slot"]), found["slot"]  # type: ignore[attr-defined]  # JSON
    assert all(sorted(came)[0] == "ok" and sorted(came)[1] in ("once", "taken") for came in found["visitor"]), found[
        "visitor"
    ]  # type: ignore[attr-defined]  # JSON
    assert found["form"] == [["ok"] * 4], "the same form is one booking"
    assert found["rows"] == 2 * len(found["slot"]) + 1  # type: ignore[arg-type]  # JSON
    assert found["same"] == ["ok", "ok", "ok", "ok", 1]
