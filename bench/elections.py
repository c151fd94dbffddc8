"""How fast the archive of an election is checked, beside the independent program on the same file in the same run.

    .venv/bin/python bench/elections.py [--ballots N] [--rounds 3] [--json]

Promises: wall clock on two processors, without a compiler, at least three times as fast as `belenios-tool election verify`;
ranked ballots at least eight times as fast for each processor; taking a cast ballot of nine ciphertexts costs at most
30 ms of a processor. The files are made once and kept (`LIANXIN_BENCH`).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common

sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]

from lianxin.democracy.ballotbox.archive import load  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.ballots import check_ballot, read_ballot  # noqa: E402
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048  # noqa: E402
from lianxin.democracy.ballotbox.questions import Election, Ranked, Summed, read_election  # noqa: E402
from lianxin.democracy.ballotbox.texts import read  # noqa: E402
from lianxin.democracy.ballotbox.verifying import verify  # noqa: E402
from tests.democracy.ballotbox.building import prepared  # noqa: E402

NINE = Summed("请选一至三名代表", tuple(f"候选人{i}" for i in range(1, 10)), 1, 3)
MARKS = Ranked("支部委员会委员", tuple(f"候选人{i}" for i in range(1, 8)))
GOALS = {"nine": 3.0, "ranked": 8.0}
ACCEPT_MS = 30.0
ACCEPTED = 50


def held(kind: str, ballots: int) -> Path:
    """A finished election of that many ballots; made once."""
    sources = sorted((common.ROOT / "src/lianxin/democracy/ballotbox").glob("*.py"))
    path = common.KEPT / f"election-{kind}-{ballots}-{common.fingerprint(sources)}.bel"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        ranked, draw = kind == "ranked", random.Random(7)
        made = prepared(
            [MARKS if ranked else NINE], weights=[1] * ballots, group=RFC_3526_2048 if ranked else BELENIOS_2048
        )
        for voter in range(ballots):
            chosen = draw.sample(range(9), draw.randint(1, 3))
            marks = [draw.randint(1, 3) for _ in MARKS.answers]
            made.vote(voter, [marks if ranked else [int(i in chosen) for i in range(9)]])
        table = made.close()
        made.open(made.mix(table) if ranked else table, owners=(1, 2))
        path.write_bytes(made.archive.dump())
    return path


def referee(path: Path) -> float:
    """Wall clock of `belenios-tool election verify`, one processor."""
    uuid = verify(path.read_bytes(), jobs=os.cpu_count() or 1).uuid
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy2(path, Path(folder, f"{uuid}.bel"))
        began = time.perf_counter()
        subprocess.run(["belenios-tool", "election", "verify"], cwd=folder, check=True, capture_output=True)
        return time.perf_counter() - began


def ours(path: Path, jobs: int) -> float:
    """Wall clock of the shipped command, with the start of the program in it."""
    began = time.perf_counter()
    command = [str(Path(common.PYTHON).parent / "lianxin"), "election", "verify", str(path), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True, env=common.environment(Path(tempfile.gettempdir())))
    return time.perf_counter() - began


def accepting(path: Path) -> float:
    """Milliseconds of a processor to read and check one ballot, once the tables of the election are made."""
    archive = load(path.read_bytes())
    election: Election = read_election(archive.data[read(archive.of("Setup")[0])["election"]])
    texts = archive.of("Ballot")[: ACCEPTED + 1]
    check_ballot(election, read_ballot(election, texts[0]))
    began = time.process_time()
    for text in texts[1:]:
        check_ballot(election, read_ballot(election, text))
    return (time.process_time() - began) / (len(texts) - 1) * 1000


def main() -> int:
    """Both programs in turn, the table, the verdict."""
    options = common.options(__doc__, ballots=(400, "ballots of each election"))
    if shutil.which("belenios-tool") is None:
        sys.exit("belenios-tool is not installed (apt-get install belenios-tool)")
    paths = {kind: held(kind, options.ballots) for kind in GOALS}
    print(f"{options.ballots} ballots of each kind, {common.machine()}", flush=True)
    figures: dict[str, dict[str, float]] = {}
    cores = os.cpu_count() or 1
    for kind, path in paths.items():
        rounds = [
            {"tool": referee(path), "one": ours(path, 1), "all": ours(path, cores)} for _ in range(options.rounds)
        ]
        found = common.middle(rounds)
        figures[kind] = found | {
            "per core": round(found["tool"] / found["one"], 2), "all cores": round(found["tool"] / found["all"], 2),
        }  # fmt: skip
    accept = round(accepting(paths["nine"]), 1)
    common.table(
        ["ballots", "belenios-tool s", "ours, one processor s", f"ours, {cores} s", "ratio, one", "ratio, all"],
        [[kind, f["tool"], f["one"], f["all"], f["per core"], f["all cores"]] for kind, f in figures.items()],
    )
    code = common.verdict({
        f"nine ciphertexts, {cores} processors: {figures['nine']['all cores']} ≥ {GOALS['nine']}":
            figures["nine"]["all cores"] >= GOALS["nine"],
        f"ranked, one processor: {figures['ranked']['per core']} ≥ {GOALS['ranked']}":
            figures["ranked"]["per core"] >= GOALS["ranked"],
        f"taking a ballot: {accept} ms ≤ {ACCEPT_MS}": accept <= ACCEPT_MS,
    })  # fmt: skip
    if options.json:
        print(json.dumps({"figures": figures, "accept_ms": accept}))
    return code


if __name__ == "__main__":
    sys.exit(main())
