"""A province on PostgreSQL, from 10,000 members to 5,000,000: figures, search, moving, yearly statistics.

    .venv/bin/python bench/province.py [--sizes 10000,100000,1000000,5000000] [--rounds 3] [--folder DIR] [--out growth.json] [--json]

Each size gets a private PostgreSQL on loopback with its data in a folder that is removed at the end (or kept and used again
with ``--folder``). Promises at 5,000,000 members in 100,000 organisations: figures of a subtree and search within a scope
p95 ≤ 150 ms on every level, a subtree of 10,000 organisations moved in ≤ 2 s, yearly statistics in ≤ 60 s. ``--out`` keeps
the figures, from which ``docs/bench/make_growth.py`` draws the growth.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common

GOAL_MS, GOAL_MOVE_S, GOAL_STATISTICS_S = 150.0, 2.0, 60.0
SIZES = "10000,100000,1000000,5000000"
#: what docs/guide/部署.md asks for on a server of this size
SETTINGS = {
    "shared_buffers": "3GB", "effective_cache_size": "8GB", "work_mem": "64MB", "random_page_cost": "1.1", "jit": "off",
    "max_wal_size": "8GB", "max_parallel_workers_per_gather": "2", "listen_addresses": "127.0.0.1",
}  # fmt: skip


def binaries() -> Path:
    """Where the newest PostgreSQL of this machine lies."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("PostgreSQL is not installed (apt-get install postgresql)")
    return found[-1].parent


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL whose data lie in the folder; gives its address without a database name."""
    tools, data, port = binaries(), folder / "data", common.free_port()
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    if who:
        shutil.chown(folder, "postgres")
    if not data.exists():
        subprocess.run(
            [*who, tools / "initdb", "-D", data, "-A", "trust", "-U", "lianxin", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    start = [
        *who,
        tools / "pg_ctl",
        "-D",
        data,
        "-o",
        f"-p {port} -k {folder} {options}",
        "-l",
        folder / "log",
        "-w",
        "start",
    ]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield f"postgres://lianxin@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [*who, tools / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )


def inside(url: str, members: int, rounds: int) -> dict[str, Any]:
    """Seed and measure one size in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"province_{members}"
        listed = subprocess.run(
            [binaries() / "psql", f"{url}/postgres", "-Atc", "SELECT datname FROM pg_database"],
            check=True,
            capture_output=True,
            text=True,
        )
        if name not in listed.stdout.split():
            subprocess.run([binaries() / "createdb", f"--maintenance-db={url}/postgres", name], check=True)
        env = common.environment(
            Path(folder), DATABASE_URL=f"{url}/{name}", DJANGO_SECRET_KEY="bench", LIANXIN_LOOKUP_KEY="bench"
        )
        common.manage(
            Path(folder), "migrate", "--no-input", "-v0", DATABASE_URL=f"{url}/{name}", DJANGO_SECRET_KEY="bench"
        )
        done = subprocess.run(
            [common.PYTHON, str(common.HERE / "province_measure.py"), str(members), str(rounds)],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr[-3000:] + done.stdout[-500:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def show(found: list[dict[str, Any]]) -> None:
    """Tables as docs/bench.md takes them over."""
    last = found[-1]
    print(f"\n{last['members']} members in {last['organisations']} organisations, milliseconds:\n")
    for title in ("figures", "roster", "search"):
        rows = [
            [name, row["p50"], row["p95"], row["worst"], row["statements"], row["n"]]
            for name, row in last[title].items()
        ]
        common.table([title, "p50 ms", "p95 ms", "worst ms", "statements", "n"], rows)
    head = [
        "members",
        "organisations",
        "figures p95 ms",
        "search p95 ms",
        "moved organisations",
        "with members",
        "move p50 s",
        "statistics s",
        "of last year's end s",
    ]
    common.table(head, [[r["members"], r["organisations"], worst(r["figures"]), worst(r["search"]), r["move"]["organisations"], r["move"]["members"],
                         r["move"]["p50"] / 1000, r["statistics"]["today_s"], r["statistics"]["year_end_s"]] for r in found])  # fmt: skip


def worst(rows: dict[str, dict[str, float]]) -> float:
    """The largest p95 of all levels and kinds."""
    return max(row["p95"] for row in rows.values())


def main() -> int:
    """All sizes, the tables, the promises."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3, help="0 only fills the databases")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(common.machine(), flush=True)
    kept = options.folder is not None
    folder = options.folder or Path(tempfile.mkdtemp(prefix="lianxin-province-"))
    try:
        with server(folder) as url:
            found = [inside(url, int(size), options.rounds) for size in options.sizes.split(",")]
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    if not options.rounds:
        print(json.dumps(found))
        return 0
    show(found)
    last = found[-1]
    code = common.verdict({
        f"figures of any committee p95 ≤ {GOAL_MS:.0f} ms": worst(last["figures"]) <= GOAL_MS,
        f"search within a scope p95 ≤ {GOAL_MS:.0f} ms": worst(last["search"]) <= GOAL_MS,
        f"{last['move']['organisations']} organisations moved in ≤ {GOAL_MOVE_S:.0f} s": last["move"]["worst"] / 1000 <= GOAL_MOVE_S,
        f"yearly statistics ≤ {GOAL_STATISTICS_S:.0f} s": max(last["statistics"]["today_s"], last["statistics"]["year_end_s"]) <= GOAL_STATISTICS_S,
        "kept figures are those of the files": last["wrong"] == 0,
    })  # fmt: skip
    if options.out:
        options.out.write_text(
            json.dumps({"machine": common.machine(), "runs": found}, ensure_ascii=False, indent=1) + "\n"
        )
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
