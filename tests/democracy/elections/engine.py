"""The booth's file as browsers get it, held by one node process for a whole module of tests."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lianxin.democracy.ballotbox.archive import Archive, setup
from lianxin.democracy.ballotbox.ballots import read_ballot
from lianxin.democracy.ballotbox.credentials import Entitled, new_credential, new_uuid, public_of, read_roll, roll
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, Group
from lianxin.democracy.ballotbox.questions import Question, write_election
from lianxin.democracy.ballotbox.texts import compact
from lianxin.democracy.ballotbox.trustees import Single, Trustee, election_key, read_key, write_trustees
from tests.democracy.ballotbox.building import YES_OR_NO, Held

ROOM = Path(__file__).resolve().parents[3] / "src/lianxin/democracy/elections"
NODE = shutil.which("node") or shutil.which("nodejs")
MISSING = "没有 node：apt-get install nodejs"
PASSPHRASE = "槐树下的 9 张长凳"
#: one message a line; `bare`: as on a page of plain http, where a browser has no crypto.subtle
_LINES = """
const booth = require(process.argv[1]);
const whole = globalThis.crypto;
const plain = { getRandomValues: (into) => whole.getRandomValues(into) };
const use = (found) => Object.defineProperty(globalThis, "crypto", { value: found, configurable: true });
require("node:readline").createInterface({ input: process.stdin }).on("line", async (line) => {
  const given = JSON.parse(line);
  if (given.archive) given.archive = new Uint8Array(Buffer.from(given.archive, "base64"));
  use(given.bare ? plain : whole);
  process.stdout.write(JSON.stringify(await booth.answer(given)) + "\\n");
});
"""


class WrongError(Exception):
    """What the engine says to the person instead of an answer."""


class Engine:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, do: str, **given: Any) -> Any:
        """The result; WrongError when the engine refuses, AssertionError when it failed."""
        if "archive" in given:
            given["archive"] = base64.b64encode(given["archive"]).decode()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"id": 1, "do": do, **given}) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        assert "fault" not in reply, reply["fault"]
        if not reply["ok"]:
            raise WrongError(reply["wrong"])
        return reply["result"]

    def ballot(self, election: str, credential: str, choices: Sequence[Sequence[int]]) -> str:
        """Filled in and handed out to be cast."""
        tracker = self("fill", election=election, credential=credential, choices=choices)["tracker"]
        return str(self("release", tracker=tracker)["ballot"])


@contextmanager
def started() -> Iterator[Engine]:
    command = [str(NODE), "-e", _LINES, str(ROOM / "static/elections/ballotbox.js")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Engine(process)
        assert process.stdin is not None
        process.stdin.close()


def held_with(
    engine: Engine, questions: Sequence[Question], group: Group, names: Sequence[str], voters: int = 3
) -> tuple[Held, list[dict[str, Any]]]:
    """An election whose trustees made their keys in the engine, and what each of them holds."""
    holders = [engine("key", group=group.name, name=name, passphrase=PASSPHRASE) for name in names]
    trustees = [Single(read_key(json.loads(one["public"]), group)) for one in holders]
    return held_by(trustees, questions, group, voters), holders


def held_by(
    trustees: Sequence[Trustee],
    questions: Sequence[Question] = (YES_OR_NO,),
    group: Group = BELENIOS_2048,
    voters: int = 1,
) -> Held:
    """An election before its first ballot; its texts need every way in which JSON writes a sign."""
    uuid = new_uuid()
    election = write_election(
        uuid=uuid, name="支委选举“试”", description="第一轮\n\t<测试> \u2028", group=group,
        key=int(election_key(group, trustees)), questions=questions,
    )  # fmt: skip
    credentials = [new_credential() for _ in range(voters)]
    published = roll([Entitled(public_of(one, uuid, group)) for one in credentials])
    archive = Archive("1795295647")
    setup(archive, election.text, write_trustees(trustees), compact(published))
    return Held(election, list(trustees), {}, credentials, read_roll(published, group), archive)


def vote(engine: Engine, held: Held, voter: int, choices: Sequence[Sequence[int]]) -> None:
    """A ballot of the engine into the box."""
    ballot = read_ballot(held.election, engine.ballot(held.election.text, held.credentials[voter], choices))
    held.ballots.append(ballot)
    held.archive.add("Ballot", ballot.text)
