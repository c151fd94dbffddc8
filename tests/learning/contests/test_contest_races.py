"""R038: four windows of one person, the last second, two who mark and two who decide: what was answered counts once. On SQLite
files, or on the server that DATABASE_URL names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import installed

CALL = "from tests.learning.contests import racing; racing.main({!r})"


@pytest.mark.slow
def test_what_was_answered_counts_once_however_many_windows(tmp_path: Path) -> None:
    with installed(tmp_path) as made:
        made.run(CALL.format("build"))
        found = json.loads(made.run(CALL.format("run")))
    assert found["released"] == [["ok", "stale", "stale", "stale"], 12]
    assert found["begun"] == [["ok"] * 4, 1, 1], "one paper"
    assert found["kept"] == [["ok"] * 4, [0, 1, 2, 3]], "no answer pushes another one out"
    handed, late, last, whole = found["sent"]
    assert handed == ["ok", "ok"]
    assert set(late) <= {"ok", "sent"}
    assert last in (["甲"], ["乙"])
    assert whole
    assert found["marked"] == [["ok"] * 4, 10_000, True, True, 2], (
        "LX-222: marked once, told once, what came late is not taken"
    )
    came, each, steps, upheld = found["struck"]
    assert came == ["ok", "ok", "twice", "twice"]
    assert (each, steps, upheld) == ([1, 1], 1, 2), "LX-225: struck once for everybody"
