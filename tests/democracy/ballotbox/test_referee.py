"""What this house makes, an independent program accepts; what that program makes, this house accepts (V02).

The referee is `belenios-tool` 2.0, run as a program beside ours.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lianxin.democracy.ballotbox.credentials import Entitled, new_credential, public_of, read_roll, roll
from lianxin.democracy.ballotbox.groups import GROUPS, group
from lianxin.democracy.ballotbox.verifying import verify
from tests.democracy.ballotbox.building import MARKED, MARKS, TWO_OF_FOUR, YES_OR_NO, Held

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(not TOOL, reason="没有 belenios-tool：apt-get install belenios-tool")


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [str(TOOL), *arguments], cwd=tmp_path, input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-500:]
        return done.stdout

    return run


@pytest.mark.parametrize("name", ["summed", "ranked"])
def test_the_referee_accepts_our_archive(
    name: str, tool: Callable[..., str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    held: Held = request.getfixturevalue(name)
    (tmp_path / f"{held.election.uuid}.bel").write_bytes(held.archive.dump())
    tool("election", "verify")


@pytest.mark.parametrize("ranked", [False, True])
def test_we_accept_the_archive_of_the_referee(ranked: bool, tool: Callable[..., str], tmp_path: Path) -> None:
    """Keys, credentials, ballots, shuffles, decryptions and the result all by the other program."""
    report = verify(held_by_the_tool(ranked, tool, tmp_path))
    assert [check for check in report.checks if not check.holds] == []
    assert report.complete
    assert report.ballots == 3
    found = json.loads(json.dumps(report.result))
    assert (
        sorted(found[0]) == sorted(marks for (marks,) in MARKED[:3]) if ranked else found == [[1, 1, 1, 1], [1, 1, 1]]
    )


def held_by_the_tool(ranked: bool, tool: Callable[..., str], tmp_path: Path) -> bytes:
    """The archive of an election in which nothing of ours had a part."""
    credentials, private, uuid = set_up(ranked, tool, tmp_path)

    def add(kind: str, text: str = "") -> None:
        tool("archive", "add-event", f"--type={kind}", given=text)

    votes = [[[1, 0, 1, 0], [0, 1, 0]], [[0, 1, 0, 0], [1, 0, 0]], [[0, 0, 0, 1], [0, 0, 1]]]
    for credential, choices in zip(credentials, MARKED if ranked else votes, strict=False):
        (tmp_path / "cred").write_text(credential)
        (tmp_path / "choices.json").write_text(json.dumps(choices))
        add("Ballot", tool("election", "generate-ballot", "--privcred", "cred", "--ballot", "choices.json"))
    add("EndBallots")
    add("EncryptedTally", tool("election", "compute-encrypted-tally"))
    if ranked:
        for owner in ("1", "2"):
            add("Shuffle", tool("election", "shuffle", "--trustee-id", owner))
        add("EndShuffles")
    for number, key in enumerate(private, start=1):
        add("PartialDecryption", tool("election", "decrypt", "--privkey", key.name, "--trustee-id", str(number)))
    add("Result", tool("election", "compute-result"))
    return (tmp_path / f"{uuid}.bel").read_bytes()


def set_up(ranked: bool, tool: Callable[..., str], tmp_path: Path) -> tuple[list[str], list[Path], str]:
    """Credentials, files of the trustees' secrets and the name of a new election of the tool."""
    uuid, name = tool("setup", "generate-token").strip(), "RFC-3526-2048" if ranked else "BELENIOS-2048"
    (tmp_path / "voters.txt").write_text("a@x\nb@x\nc@x\n")
    tool("setup", "generate-credentials", "--uuid", uuid, "--group", name, "--file", "voters.txt")
    credentials = [line.split()[1] for line in next(tmp_path.glob("*.privcreds")).read_text().splitlines()]
    next(tmp_path.glob("*.pubcreds")).rename(tmp_path / "public_creds.json")
    for _ in range(2):
        tool("setup", "generate-trustee-key", "--group", name)
    public, private = sorted(tmp_path.glob("*.pubkey")), sorted(tmp_path.glob("*.privkey"))
    (tmp_path / "public_keys.jsons").write_text("\n".join(key.read_text().strip() for key in public) + "\n")
    tool("setup", "make-trustees")
    questions = [MARKS] if ranked else [TWO_OF_FOUR, YES_OR_NO]
    template = {"description": "互验", "name": "互验", "questions": [one.plain() for one in questions]}
    (tmp_path / "t.json").write_text(json.dumps(template, ensure_ascii=False))
    tool("setup", "make-election", "--uuid", uuid, "--group", name, "--template", "t.json")
    tool("archive", "init")
    return credentials, private, uuid


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_credentials_mean_the_same_to_both(name: str, tool: Callable[..., str]) -> None:
    """Derived by either program, a credential shows the same number on the roll."""
    uuid, credential = "HzpBBrJvRHGAR4", new_credential()
    theirs = tool("setup", "generate-credentials", "--uuid", uuid, "--group", name, "--derive", credential).strip()
    assert theirs.strip('"') == str(public_of(credential, uuid, group(name)))
    assert read_roll(roll([Entitled(public_of(credential, uuid, group(name)), 3)]), group(name)) == {
        int(theirs.strip('"')): 3
    }
