"""Keys of which some suffice, with the other program both ways: three of five of ours, two of three in the large group,
three of five made by it (V05)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048, Group
from lianxin.democracy.ballotbox.verifying import verify
from tests.democracy.ballotbox.building import YES_OR_NO, prepared

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(not TOOL, reason="没有 belenios-tool：apt-get install belenios-tool")
GROUP = "BELENIOS-2048"
SIZE, NEEDED = 5, 3


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [str(TOOL), *arguments], cwd=tmp_path, input=given, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stderr[-500:])
        return done.stdout

    return run


@pytest.mark.parametrize(
    ("group", "size", "came"),
    [(BELENIOS_2048, 5, (1, 2, 4, 6)), (RFC_3526_2048, 3, (1, 2, 4))],
    ids=["3 of 5", "2 of 3, large"],
)
def test_some_of_ours(group: Group, size: int, came: Sequence[int], tool: Callable[..., str], tmp_path: Path) -> None:
    """A blank vote, weights, somebody who votes again; the second trustee is not there, nor the fourth of five."""
    held = prepared([YES_OR_NO], weights=(1, 5), threshold=(size, len(came) - 1), group=group)
    for voter, choices in ((0, [0, 1, 0]), (1, [1, 0, 0]), (0, [0, 0, 1])):
        held.vote(voter, [choices])
    found = held.open(held.close(), owners=came)
    report = verify(held.archive.dump())
    assert report.complete
    assert report.result == found
    (tmp_path / f"{held.election.uuid}.bel").write_bytes(held.archive.dump())
    tool("election", "verify")


def test_three_of_five_of_the_other_program(tool: Callable[..., str], tmp_path: Path) -> None:
    """Certificates, polynomials, keys, ballots and decryptions in which nothing of ours had a part, read by our command; the
    first and the fourth trustee stay away."""
    keys = ceremony(tool, tmp_path)
    uuid = tool("setup", "generate-token").strip()
    (tmp_path / "voters.txt").write_text("a@x\nb@x\n")
    tool("setup", "generate-credentials", "--uuid", uuid, "--group", GROUP, "--file", "voters.txt")
    credentials = [line.split()[1] for line in next(tmp_path.glob("*.privcreds")).read_text().splitlines()]
    next(tmp_path.glob("*.pubcreds")).rename(tmp_path / "public_creds.json")
    (tmp_path / "public_keys.jsons").write_text("")  # nobody whose key is always needed
    tool("setup", "make-trustees")
    template = {"description": "互验", "name": "互验", "questions": [YES_OR_NO.plain()]}
    (tmp_path / "t.json").write_text(json.dumps(template, ensure_ascii=False))
    tool("setup", "make-election", "--uuid", uuid, "--group", GROUP, "--template", "t.json")
    tool("archive", "init")

    def add(kind: str, text: str = "") -> None:
        tool("archive", "add-event", f"--type={kind}", given=text)

    for credential, choices in zip(credentials, ([[0, 1, 0]], [[1, 0, 0]]), strict=True):
        (tmp_path / "cred").write_text(credential)
        (tmp_path / "choices.json").write_text(json.dumps(choices))
        add("Ballot", tool("election", "generate-ballot", "--privcred", "cred", "--ballot", "choices.json"))
    add("EndBallots")
    add("EncryptedTally", tool("election", "compute-encrypted-tally"))
    for owner in (2, 3, 5):
        name = keys[owner - 1]
        add("PartialDecryption", tool("election", "decrypt-threshold", "--key", f"{name}.key", "--decryption-key", f"{name}.dkey",
                                      "--trustee-id", str(owner)))  # fmt: skip
    add("Result", tool("election", "compute-result"))
    out = StringIO()
    call_command("election_verify", str(tmp_path / f"{uuid}.bel"), "--jobs", "1", "--json", stdout=out)
    *said, figures = out.getvalue().splitlines()
    found = json.loads(figures)
    assert said[-1] == "结论：全部成立"
    assert (found["complete"], found["ballots"], found["result"]) == (True, 2, [[1, 1, 0]])


def ceremony(tool: Callable[..., str], folder: Path) -> list[str]:
    """A key of five trustees of whom three suffice, made by the other program; answers the names of their files in order."""

    def step(number: int, *more: str, given: str = "") -> str:
        arguments = ("setup", "generate-trustee-key-threshold", "--group", GROUP, "--step", str(number), *more)
        return tool(*arguments, given=given)

    for _ in range(SIZE):
        step(1)
    names = sorted(path.stem for path in folder.glob("*.cert"))
    certs, needed, polynomials = (
        ("--certs", "certs.jsons"),
        ("--threshold", str(NEEDED)),
        ("--polynomials", "polynomials.jsons"),
    )
    (folder / "certs.jsons").write_text("".join((folder / f"{name}.cert").read_text() for name in names))
    step(2, *certs)
    made = [step(3, *certs, *needed, "--key", f"{name}.key") for name in names]
    (folder / "polynomials.jsons").write_text("".join(made))
    step(4, *certs, *needed, *polynomials)
    given = {name: (folder / f"{name}.vinput").read_text() for name in names}
    kept = [step(5, *certs, *needed, "--key", f"{name}.key", given=given[name]) for name in names]
    (folder / "threshold.json").write_text(step(6, *certs, *needed, *polynomials, given="".join(kept)))
    return names
