"""R067, V03: everybody casts at once, ballots against the end of voting, two who mix at once, two who count at once. On SQLite files, or
on the server that DATABASE_URL names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.recovery.children import installed


@pytest.mark.slow
def test_no_ballot_is_lost_and_none_comes_late(tmp_path: Path) -> None:
    with installed(tmp_path) as made:
        found = json.loads(made.run("from tests.democracy.elections import racing; racing.main()"))
    assert found["all"] == [["ok"] * 8, {"holds": True, "ballots": 8, "receipts": 8, "missing": []}]
    came, chain, tallied = found["close"]
    assert came[2] == "ok", "the end of voting holds"
    assert set(came) <= {"ok", "late"}
    taken = came.count("ok")  # the end is one of them, the ballot before the race is not
    assert chain == {"holds": True, "ballots": taken, "receipts": taken, "missing": []}
    assert tallied == taken
    assert sorted(found["shuffle"]) == ["ok", "proof"], "who mixed the same list second is told to mix anew"
    assert found["count"] == [["ok", "stale"], True]
