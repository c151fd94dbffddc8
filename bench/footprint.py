"""What the embedded default asks of a small server: memory, idle processor time, start, demonstration.

    .venv/bin/python bench/footprint.py [--idle 60] [--rounds 3] [--json]

Promises: web, worker and ticker together at most 500 MB resident after use; at most 1 % of a processor when
nobody comes; the second `make run` answers within 5 s; the demonstration is loaded within 20 s.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import common

GOAL_MB, GOAL_IDLE, GOAL_START, GOAL_DEMO = 500, 1.0, 5.0, 20.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGES = (
    "/",
    "/letters/",
    "/letters/?q=%E8%B7%AF%E7%81%AF",
    "/letters/new/",
    "/letters/track/",
    "/rules/",
    "/api/openapi.json",
)
ROUNDS_OF_USE = 60


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += tree(int(child))
    return found


def resident(pid: int) -> float:
    """Megabytes resident, shared pages counted in every process (the unkind way)."""
    return (
        sum(int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in tree(pid)) * os.sysconf("SC_PAGE_SIZE") / 1e6
    )


def proportional(pid: int) -> float:
    """Megabytes with shared pages counted once."""
    total = 0
    for p in tree(pid):
        lines = Path(f"/proc/{p}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def used(pid: int) -> float:
    """Seconds of processor time of the process and all below it."""
    total = 0
    for p in tree(pid):
        fields = Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def start(data: Path, port: int) -> tuple[subprocess.Popen[bytes], float]:
    """`make run` and the seconds until it answers."""
    env = common.environment(data) | {"PORT": str(port)}
    began = time.monotonic()
    command = ["make", "run"]
    said = data.with_name(f"{data.name}.said")
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=common.ROOT, env=env, start_new_session=True, stdout=out, stderr=subprocess.STDOUT
        )
    common.READY_SECONDS = 600.0
    try:
        common.wait_for(f"http://127.0.0.1:{port}/healthz", process)
    except SystemExit:
        print(said.read_text()[-2000:], file=sys.stderr)
        raise
    finally:
        said.unlink()
    return process, time.monotonic() - began


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it as Ctrl+C does."""
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)


def demonstration() -> float:
    """Seconds of `lianxin demo load` into an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        common.manage(Path(folder), "migrate", "--no-input", "-v0")
        said = common.manage(Path(folder), "demo_load", "--json")
        return float(json.loads(said.splitlines()[-1])["seconds"])


def serving(rounds: int, idle: float) -> dict[str, Any]:
    """Start times, memory before and after use, processor time while nobody comes."""
    with tempfile.TemporaryDirectory() as folder:
        port = common.free_port()
        process, first = start(Path(folder), port)
        stop(process)
        again = []
        for n in range(rounds):
            process, seconds = start(Path(folder), port)
            again.append(seconds)
            if n < rounds - 1:
                stop(process)
        fresh = resident(process.pid)
        for _ in range(ROUNDS_OF_USE):
            for path in PAGES:
                common.fetch(f"http://127.0.0.1:{port}{path}")
        after = resident(process.pid)
        shared = proportional(process.pid)
        time.sleep(5)  # what the pages set off is done
        before = used(process.pid)
        time.sleep(idle)
        share = (used(process.pid) - before) / idle * 100
        count = len(tree(process.pid))
        stop(process)
    return {
        "first": first, "again": median(again), "fresh_mb": fresh, "used_mb": after, "pss_mb": shared, "processes": count,
        "idle": share,
    }  # fmt: skip


def main() -> int:
    """All figures in one table."""
    options = common.options(__doc__, idle=(60.0, "seconds without visitors"))
    if shutil.which("make") is None:
        sys.exit("make is not installed")
    print(common.machine(), flush=True)
    demo = median(demonstration() for _ in range(options.rounds))
    result = serving(options.rounds, options.idle) | {"demo": demo}
    common.table(["what", "measured"], [
        ["demonstration loaded, s", demo], ["first `make run`, s", result["first"]],
        ["later `make run`, s", result["again"]], ["processes", result["processes"]],
        ["resident after the start, MB", result["fresh_mb"]], [f"resident after {ROUNDS_OF_USE * len(PAGES)} pages, MB", result["used_mb"]],
        ["the same, shared pages counted once, MB", result["pss_mb"]], [f"processor while idle for {options.idle:.0f} s, %", result["idle"]],
    ])  # fmt: skip
    code = common.verdict({
        f"{result['used_mb']:.0f} MB resident ≤ {GOAL_MB} MB": result["used_mb"] <= GOAL_MB,
        f"idle {result['idle']:.2f} % ≤ {GOAL_IDLE:.0f} %": result["idle"] <= GOAL_IDLE,
        f"later make run {result['again']:.1f} s ≤ {GOAL_START:.0f} s": result["again"] <= GOAL_START,
        f"demonstration {demo:.1f} s ≤ {GOAL_DEMO:.0f} s": demo <= GOAL_DEMO,
    })  # fmt: skip
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
