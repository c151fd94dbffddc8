"""LX-161: two at once for one slot, one wins and the other is told. On SQLite files, or on the server that DATABASE_URL names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import installed

CALL = "from tests.democracy.interviews import racing; racing.main({!r})"


@pytest.mark.slow
def test_one_slot_one_visitor_one_same_ask(tmp_path: Path) -> None:
    with installed(tmp_path) as made:
        made.run(CALL.format("build"))
        found = json.loads(made.run(CALL.format("run")))
    assert all(sorted(came) == ["ok", "taken"] for came in found["slot"]), found["slot"]
    assert all(sorted(came)[0] == "ok" and sorted(came)[1] in ("once", "taken") for came in found["visitor"]), found[
        "visitor"
    ]
    assert found["form"] == [["ok"] * 4], "the same form is one booking"
    assert found["rows"] == 2 * len(found["slot"]) + 1
    assert found["same"] == ["ok", "ok", "ok", "ok", 1]
