"""How fast the archive of an election is checked, beside the independent program on the same file in the same run.

    .venv/bin/python bench/elections.py [--ballots N] [--ranked N] [--rounds 3] [--json]

Promises: wall clock on two processors at least three times as fast as `belenios-tool election verify` without a compiler
(route `gmpy2`), ten times with the kernel of ballots (route `kernel`, where the processor has AVX-512 IFMA); ranked ballots
at least eight times as fast for each processor; taking a cast ballot of nine ciphertexts costs at most 30 ms of a
processor. The files are made once and kept (`LIANXIN_BENCH`).
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
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import common

sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]

from lianxin.democracy.ballotbox.archive import load  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.ballots import Ballot, check_ballot, fill_in, read_ballot  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.lanes.build import build  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.lanes.loading import kernel  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.questions import Election, Question, Ranked, Summed, read_election  # noqa: E402 -- the paths stand above
from lianxin.democracy.ballotbox.texts import read  # noqa: E402 -- the paths stand above
from tests.democracy.ballotbox.building import Held, prepared  # noqa: E402 -- the paths stand above

NINE = Summed("请选一至三名代表", tuple(f"候选人{i}" for i in range(1, 10)), 1, 3)
MARKS = Ranked("支部委员会委员", tuple(f"候选人{i}" for i in range(1, 8)))
#: `marks`: ranked ballots while voting goes on; `ranked`: with their shuffles and decryptions
KINDS: dict[str, Question] = {"nine": NINE, "marks": MARKS, "ranked": MARKS}
VARIABLE = "LIANXIN_BALLOT_KERNEL"
#: by kind and route: how many times the tool's speed, and whether on one processor or on all
GOALS = {
    ("nine", "gmpy2"): (3.0, "all"), ("nine", "kernel"): (10.0, "all"),
    ("marks", "gmpy2"): (8.0, "one"), ("marks", "kernel"): (8.0, "one"), ("ranked", "kernel"): (8.0, "one"),
}  # fmt: skip
ACCEPT_MS = 30.0
ACCEPTED = 50


def held(kind: str, ballots: int) -> Path:
    """An election of that many ballots, finished unless it is of `marks`; made once, on all processors."""
    path = common.KEPT / f"election-{kind}-{ballots}-{common.fingerprint([], KINDS[kind])}.bel"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        ranked = kind != "nine"
        made = prepared([KINDS[kind]], weights=[1] * ballots, group=RFC_3526_2048 if ranked else BELENIOS_2048)
        for ballot in filled_in(made, ballots, ranked):
            made.ballots.append(ballot)
            made.archive.add("Ballot", ballot.text)
        if kind != "marks":
            table = made.close()
            made.open(made.mix(table) if ranked else table, owners=(1, 2))
        path.write_bytes(made.archive.dump())
    return path


def filled_in(made: Held, ballots: int, ranked: bool) -> Iterator[Ballot]:
    """A ballot of each voter, in the order of the roll."""
    draw = random.Random(7)
    jobs = []
    for voter in range(ballots):
        chosen = draw.sample(range(9), draw.randint(1, 3))
        marks = [draw.randint(1, 3) for _ in MARKS.answers]
        jobs.append((made.election.text, made.secret(voter), marks if ranked else [int(i in chosen) for i in range(9)]))
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        for text in pool.map(cast, jobs, chunksize=16):
            yield read_ballot(made.election, text)


def cast(job: tuple[str, int, list[int]]) -> str:
    """The text of one ballot."""
    election, secret, choices = job
    return fill_in(read_election(election), secret, [choices]).text


def timed(command: Sequence[str], **more: Any) -> tuple[float, float]:
    """Wall clock of a program, and the time of processors that it and its children took."""
    before, began = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, **more)
    wall, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def referee(path: Path) -> tuple[float, float]:
    """Seconds of `belenios-tool election verify`, which uses one processor."""
    uuid = read_election(next(iter(load(path.read_bytes()).data.values()))).uuid
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy2(path, Path(folder, f"{uuid}.bel"))
        return timed(["belenios-tool", "election", "verify"], cwd=folder)


def ours(path: Path, route: str, jobs: int) -> tuple[float, float]:
    """Seconds of the shipped command, with the start of the program in them."""
    env = common.environment(Path(tempfile.gettempdir()), **{VARIABLE: SWITCH[route]})
    command = [str(Path(common.PYTHON).parent / "lianxin"), "election", "verify", str(path), "--jobs", str(jobs)]
    return timed(command, env=env)


SWITCH = {"gmpy2": "off", "kernel": "on"}


@contextmanager
def only(route: str) -> Iterator[None]:
    """This process answers by that route."""
    before = os.environ.get(VARIABLE, "on")
    os.environ[VARIABLE] = SWITCH[route]
    kernel.cache_clear()
    try:
        yield
    finally:
        os.environ[VARIABLE] = before
        kernel.cache_clear()


def accepting(path: Path, route: str) -> float:
    """Milliseconds of a processor to read and check one ballot, once the tables of the election are made."""
    archive = load(path.read_bytes())
    election: Election = read_election(archive.data[read(archive.of("Setup")[0])["election"]])
    texts = archive.of("Ballot")[: ACCEPTED + 1]
    with only(route):
        check_ballot(election, read_ballot(election, texts[0]))
        began = time.process_time()
        for text in texts[1:]:
            check_ballot(election, read_ballot(election, text))
        return round((time.process_time() - began) / (len(texts) - 1) * 1000, 1)


def measured(path: Path, routes: Sequence[str], rounds: int) -> Mapping[str, float]:
    """Seconds of the tool, and of every route on one processor and on all, in interleaved rounds; the medians.

    `… cpu`: the same in time of processors, which says more where others use the machine.
    """
    cores, rows = os.cpu_count() or 1, []
    for _ in range(rounds):
        found = {"tool": referee(path)}
        for route in routes:
            found |= {f"{route} one": ours(path, route, 1), f"{route} all": ours(path, route, cores)}
        rows.append(
            {name: wall for name, (wall, _) in found.items()} | {f"{name} cpu": c for name, (_, c) in found.items()}
        )
    return common.middle(rows)


def main() -> int:
    """The tool and every route in turn, the table, the verdict."""
    options = common.options(
        __doc__, ballots=(2000, "ballots of the summed election"), ranked=(400, "ballots of the ranked one"),
        routes=("gmpy2 kernel", "which routes"),
    )  # fmt: skip
    if shutil.which("belenios-tool") is None:
        sys.exit("belenios-tool is not installed (apt-get install belenios-tool)")
    missing = build()
    routes = [route for route in options.routes.split() if route != "kernel" or kernel() is not None]
    counts = {"nine": options.ballots, "marks": options.ranked, "ranked": options.ranked}
    paths = {kind: held(kind, count) for kind, count in counts.items()}
    print(f"{counts['nine']} ballots of nine ciphertexts, {counts['ranked']} ranked, {common.machine()}", flush=True)
    if kernel() is None:
        print(f"route `kernel` left out: {missing or 'not possible on this processor'}", flush=True)
    figures = {kind: measured(path, routes, options.rounds) for kind, path in paths.items()}
    accept = {route: accepting(paths["nine"], route) for route in routes}
    goals = reported(counts, figures, routes)
    goals |= {f"taking a ballot, {route}: {ms} ms ≤ {ACCEPT_MS}": ms <= ACCEPT_MS for route, ms in accept.items()}
    code = common.verdict(goals)
    if options.json:
        print(json.dumps({"figures": figures, "accept_ms": accept}))
    return code


def reported(
    counts: Mapping[str, int], figures: Mapping[str, Mapping[str, float]], routes: Sequence[str]
) -> dict[str, bool]:
    """Print the table; the promises on speed and whether each is kept."""
    cores, rows, goals = os.cpu_count() or 1, [], {}
    for kind, found in figures.items():
        for route in routes:
            ratio = {on: round(found["tool"] / found[f"{route} {on}"], 1) for on in ("one", "all")}
            by_cpu = round(found["tool cpu"] / found[f"{route} one cpu"], 1)
            times = [found["tool"], found[f"{route} one"], found[f"{route} all"]]
            rows.append([kind, counts[kind], route, *times, *ratio.values(), by_cpu])
            if (kind, route) in GOALS:
                least, on = GOALS[kind, route]
                where = "one processor" if on == "one" else f"{cores} processors"
                goals[f"{kind}, {route}, {where}: {ratio[on]} ≥ {least}"] = ratio[on] >= least
    times = ["tool s", "one processor s", f"{cores} s"]
    common.table(["kind", "ballots", "route", *times, "ratio, one", "ratio, all", "by processor time"], rows)
    return goals


if __name__ == "__main__":
    sys.exit(main())
