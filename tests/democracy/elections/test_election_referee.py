"""A whole round of the house in the hands of an independent program (V02): as an exported file, and from a running server.

The referee is `belenios-tool` 2.0.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lianxin.democracy.ballotbox.ballots import RankedAnswer, fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from lianxin.democracy.ballotbox.questions import Ranked
from lianxin.democracy.elections import actions, box
from lianxin.democracy.elections.actions import Standing
from tests.democracy.ballotbox.building import MARKS, prepared
from tests.democracy.elections.conftest import NAMES, Meeting

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(not TOOL, reason="没有 belenios-tool：apt-get install belenios-tool")


def voting(meeting: Any, **more: Any) -> Meeting:
    found: Meeting = meeting(**more).announce().sign_in(NAMES).keys_of(NAMES[8:10]).give_slips()
    found.do("open_vote")
    return found


def exported(found: Meeting, folder: Path) -> dict[str, Any]:
    """By the command; the figures of its last line."""
    out = StringIO()
    call_command("election_export", found.row.uuid, "--to", str(folder), "--json", stdout=out)
    figures: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    raw = (folder / f"{found.row.uuid}.bel").read_bytes()
    assert raw == b"".join(box.file_of(found.row))
    assert (len(raw), box.head(found.row).hash) == (figures["bytes"], figures["head"])  # type: ignore[union-attr]  # it has one
    return figures


def referee(folder: Path) -> str:
    """What the referee says of the archive in a folder; fails with its words."""
    done = subprocess.run([str(TOOL), "election", "verify"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stderr


def test_a_round_of_persons_with_a_vote_again_and_a_ballot_that_hides_more(meeting: Any, tmp_path: Path) -> None:
    """A hand-made client hid eight numbers where the question has six: the count goes on, both programs read the same result."""
    found = voting(meeting)
    for at in range(3):
        found.vote(at, [1, 1, 2, 3, 0, 0])
    found.vote(0, [2, 2, 2, 1, 0, 12])
    row = found.row
    election = box.published(row)
    (question,) = election.questions
    assert isinstance(question, Ranked)
    object.__setattr__(question, "answers", (*question.answers, "多", "余"))
    more = fill_in(election, secret_of(found.slips[5], row.uuid, election.group), [[7, 7, 1, 2, 3, 1, 0, 0]])
    assert isinstance(more.answers[0], RankedAnswer)
    actions.cast(row=row, text=more.text)
    exported(found, tmp_path / "open")
    assert "checks passed" in referee(tmp_path / "open"), "also while it runs"
    found.do("close_vote")
    found.open_box()
    figures = exported(found, tmp_path)
    assert figures["ballots"] == 5
    assert "all checks passed" in referee(tmp_path)
    assert sorted(found.row.result[0]) == sorted(  # type: ignore[index]  # it is open
        [[1, 1, 2, 3, 0, 0], [1, 1, 2, 3, 0, 0], [2, 2, 2, 1, 0, 12], [1, 2, 3, 1, 0, 0]]
    )
    assert found.do("count").state == "counted"


def test_a_matter_of_which_only_the_sums_are_opened(meeting: Any, tmp_path: Path) -> None:
    found = voting(meeting, kind="admission", office="", candidates=[Standing("同意接收李明为预备党员")])
    for at in range(12):
        found.vote(at, [1, 0, 0] if at < 7 else [0, 1, 0])
    found.vote(0, [0, 0, 1])
    found.do("close_vote")
    found.open_box()
    assert found.row.result == [[6, 5, 1]]
    exported(found, tmp_path)
    assert "all checks passed" in referee(tmp_path)


def test_a_box_into_which_nobody_voted(tmp_path: Path) -> None:
    """All who hold keys hand in the same text then; it stands in the file as often."""
    held = prepared([MARKS], weights=(1, 1), group=RFC_3526_2048)
    held.open(held.mix(held.close()), owners=(1, 2))
    (tmp_path / f"{held.election.uuid}.bel").write_bytes(held.archive.dump())
    assert "all checks passed" in referee(tmp_path)


@pytest.mark.skipif(not shutil.which("curl"), reason="没有 curl，referee 不能自己下载：apt-get install curl")
def test_the_running_site_answers_the_referee(meeting: Any, tmp_path: Path) -> None:
    """`belenios-tool election verify --url`, a server on loopback: what stands at the address of the box is enough."""
    from tests.democracy.elections.loopback import served

    found = voting(meeting)
    found.vote(0, [1, 1, 2, 3, 0, 0])
    with served() as address:
        command = [str(TOOL), "election", "verify", "--url", f"{address}/elections/{found.row.uuid}"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]
    assert "checks passed" in done.stderr


def test_what_cannot_be_exported_is_said(meeting: Any, tmp_path: Path) -> None:
    for uuid, words in (("HzpBBrJvRHGAR4", "没有代号"), ("../../etc", "没有代号")):
        with pytest.raises(CommandError, match=words) as wrong:
            call_command("election_export", uuid, "--to", str(tmp_path))
        assert wrong.value.returncode == 2
    found: Meeting = meeting().announce().sign_in(NAMES).keys_of(NAMES[8:10])
    with pytest.raises(CommandError, match="还没有档案"):
        call_command("election_export", found.row.uuid, "--to", str(tmp_path))
    found.give_slips().do("open_vote")
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="写不进"):
        call_command("election_export", found.row.uuid, "--to", str(tmp_path / "file"))
