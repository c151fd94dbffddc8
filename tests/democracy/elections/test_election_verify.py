"""``lianxin election verify`` (V02): whoever has the file can check it, without a database and without an account."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.democracy.ballotbox.building import YES_OR_NO, Held, prepared


@pytest.fixture(scope="module")
def held() -> Held:
    made = prepared([YES_OR_NO])
    made.vote(0, [[0, 1, 0]])
    made.vote(1, [[0, 0, 1]])
    return made


def checked(path: Path, raw: bytes, *more: str) -> tuple[int, list[str]]:
    """Exit code and what was printed; the last line as --json gives it."""
    path.write_bytes(raw)
    out = StringIO()
    try:
        call_command("election_verify", str(path), "--jobs", "1", "--json", *more, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_while_it_runs_and_when_it_is_over(held: Held, tmp_path: Path) -> None:
    code, said = checked(tmp_path / "a.bel", held.archive.dump())
    assert code == 0
    assert "结论：已有的部分全部成立，选举还没有结束" in said
    figures = json.loads(said[-1])
    assert (figures["holds"], figures["complete"], figures["ballots"], figures["verified"]) == (True, False, 2, 2)
    assert figures["head"] == held.archive.head
    held.open(held.close(), owners=(1, 2))
    code, said = checked(tmp_path / "b.bel", held.archive.dump())
    assert code == 0
    assert "结论：全部成立" in said
    assert json.loads(said[-1])["result"] == [[0, 1, 1]]


def test_a_changed_sign_ends_with_one(held: Held, tmp_path: Path) -> None:
    raw = bytearray(held.archive.dump())
    at = raw.rindex(b'"alpha":"') + 20
    raw[at] = ord("1") if raw[at] != ord("1") else ord("2")
    code, said = checked(tmp_path / "c.bel", bytes(raw))
    assert code == 1
    assert "结论：不成立" in said
    assert [check for check in json.loads(said[-1])["checks"] if not check["holds"]]


def test_what_was_verified_before_is_not_computed_again(tmp_path: Path) -> None:
    """Incremental (V02): only what came since; a file from which something was taken away does not hold, and is read whole."""
    held = prepared([YES_OR_NO], weights=(1, 1, 1))
    for voter in range(2):
        held.vote(voter, [[0, 1, 0]])
    older = tmp_path / "older.bel"
    two = held.archive.dump()
    older.write_bytes(two)
    held.vote(2, [[0, 0, 1]])
    code, said = checked(tmp_path / "newer.bel", held.archive.dump(), "--since", str(older))
    figures = json.loads(said[-1])
    assert (code, figures["ballots"], figures["verified"]) == (0, 3, 1)
    assert "注意  上次的 2 张票没有重新核对" in said
    older.write_bytes(held.archive.dump())
    code, said = checked(tmp_path / "other.bel", two, "--since", str(older))
    assert (code, said[0]) == (1, "不成立  档案是从上次核对的那份接着写下来的")
    assert json.loads(said[-1])["verified"] == 2
    older.write_bytes(b"PK")
    with pytest.raises(CommandError, match="上次的档案读不懂"):
        checked(tmp_path / "newer.bel", held.archive.dump(), "--since", str(older))


def test_what_is_no_archive_and_what_is_not_there(tmp_path: Path) -> None:
    code, said = checked(tmp_path / "d.bel", b"PK\x03\x04")
    assert code == 1
    assert said[0].startswith("不成立  档案的字节")
    with pytest.raises(CommandError, match="打不开") as gone:
        call_command("election_verify", str(tmp_path / "none.bel"))
    assert gone.value.returncode == 2
    with pytest.raises(CommandError, match="至少是 1"):
        call_command("election_verify", str(tmp_path / "d.bel"), "--jobs", "0")
