"""R035: one judge in two windows, two decisions at once, the judging begun twice: one of them counts, the other is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import Installation, close_all

CALL = "from tests.democracy.essays import racing; racing.main({!r})"


@pytest.mark.slow
def test_one_of_two_counts(tmp_path: Path) -> None:
    try:
        made = Installation(tmp_path).migrate()
        made.run(CALL.format("build"))
        found = json.loads(made.run(CALL.format("run")))
    finally:
        close_all()
    assert found["begun"] == ["ok", "stale"]
    assert found["judged"] == [["ok", "ok", "twice", "twice"], 2]
    assert found["decided"] == ["ok", "stale", "stale", "stale"]
