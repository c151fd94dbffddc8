"""R066: everybody at once, one in four windows, against a cancellation, against a sheet of paper. On SQLite files, or on the
server that DATABASE_URL names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import installed

CALL = "from tests.democracy.polls import racing; racing.main({!r})"


@pytest.mark.slow
def test_every_ballot_counts_once(tmp_path: Path) -> None:
    """As many in the urn as flags on the roll, whoever pressed when."""
    with installed(tmp_path) as made:
        made.run(CALL.format("build"))
        found = json.loads(made.run(CALL.format("run")))
    for name in ("roll", "named", "citizens"):
        assert found[name] == [["ok"] * 8, [8, 8]], name
        assert found[f"{name}_twice"] == [["ok", "twice", "twice", "twice"], [1, 1]], name
    came, urns = found["cancel"]
    assert came[-1] == "ok", "the cancellation holds"
    assert set(came[:-1]) <= {"ok", "late", "gone", "out_of_scope"}
    assert urns == 0
    assert found["paper"] in ([["ok", "paper"], 0], [["ok", "twice"], 1])
