"""R035, R036: one form in four windows, one judge in two, two editors or two decisions at once, the judging begun twice: one of
them counts, the other is told. On SQLite files, or on the server that DATABASE_URL names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import installed

CALL = "from tests.democracy.essays import racing; racing.main({!r})"
#: who comes second learns that it changed
TOLD = ({"ok", "stale"}, {"ok", "wrong_state"})


@pytest.mark.slow
def test_one_of_two_counts(tmp_path: Path) -> None:
    with installed(tmp_path) as made:
        made.run(CALL.format("build"))
        found = json.loads(made.run(CALL.format("run")))
    kept, sent, works = found["sent"]
    assert kept.count("ok") >= 1
    assert set(kept) <= {"ok", "twice", "stale"}
    assert (sent, works) == (["ok", "stale", "stale", "stale"], 1)
    assert found["begun"] == ["ok", "stale"]
    assert found["judged"] == [["ok", "ok", "twice", "twice"], 2]
    assert found["decided"] == ["ok", "stale", "stale", "stale"]
    for *came, state in found["reviewed"]:
        assert state in ("accepted", "refused", "withdrawn"), came
        # taken first, it may still be taken back by its author
        assert set(came) in TOLD or (came == ["ok", "ok"] and state == "withdrawn"), (came, state)
