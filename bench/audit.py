"""Does the audit chain make writers wait? Eight writer processes, with the chain and without it.

Each writer commits small actions (two audit lines each) as fast as it can for a few seconds. Variants:

- ``lines``      audit lines are written, nobody chains them (what an unchained ledger costs)
- ``chain``      the same, while the sealer runs (every 5 s as in service; --pause changes it)
- ``in-writer``  for comparison: each writer links its lines to the last digest itself, which needs the
                 head of the chain locked until the commit

Usage: python bench/audit.py [--seconds 6] [--writers 8] [--json]; PostgreSQL is measured when Debian's
packages are there. Prints a table and the ratio chain / lines.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from common import ROOT

VARIANTS = ("lines", "chain", "in-writer")
ROUNDS = 3


def boot() -> None:
    """Load Django on the embedded settings, or on DATABASE_URL."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ["DJANGO_SETTINGS_MODULE"] = (
        "config.settings.production" if "DATABASE_URL" in os.environ else "config.settings.embedded"
    )
    import django

    django.setup()


def write_for(seconds: float, plan: list[str], line_up: mp.synchronize.Barrier, out: mp.Queue[int]) -> None:
    """One writer: for each variant of the plan, actions until the time is over; reports how many."""
    boot()
    from django.db import connection

    from lianxin.foundation.spine.actions import action, record
    from lianxin.kernel.actor import SYSTEM, Actor

    @action("bench.write")
    def write(*, actor: Actor, number: int, link: bool) -> None:
        if link:
            link_to_the_head(connection)
        record("bench.write", actor=actor, subject=f"thing:{number}", org_path="00010001", state="handling")
        record("bench.note", actor=actor, subject=f"thing:{number}", org_path="00010001", words=12)

    write(actor=SYSTEM, number=0, link=False)
    for variant in plan:
        line_up.wait()
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            write(actor=SYSTEM, number=count, link=variant == "in-writer")
            count += 1
        line_up.wait()
        out.put(count)


def link_to_the_head(connection: object) -> None:
    """What a chain made by the writers needs: the newest digest, held until the commit."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]  # a Django connection
        cursor.execute("UPDATE bench_head SET digest = digest WHERE id = 1")
        cursor.execute("SELECT digest FROM bench_head WHERE id = 1")
        cursor.fetchone()


def keep_sealing(pause: float, at_work: mp.synchronize.Event, over: mp.synchronize.Event) -> None:
    """The sealer, as the ticker runs it, while `at_work` is set."""
    boot()
    from lianxin.foundation.audit.sealing import seal

    while not over.wait(pause):
        if at_work.is_set():
            seal()


def settle() -> None:
    """Seal what the rounds without a sealer left behind, so that nobody pays for it in the next one."""
    from django.db import connection

    from lianxin.foundation.audit.sealing import seal

    seal(patience=30)
    connection.close()


def measure(plan: list[str], writers: int, seconds: float, pause: float) -> dict[str, list[float]]:
    """Actions per second over all writers, for each variant one figure per round of the plan."""
    line_up = mp.Barrier(writers + 1)
    at_work, over = mp.Event(), mp.Event()
    out: mp.Queue[int] = mp.Queue()
    crew = [mp.Process(target=write_for, args=(seconds, plan, line_up, out)) for _ in range(writers)]
    sealer = mp.Process(target=keep_sealing, args=(pause, at_work, over))
    for process in (*crew, sealer):
        process.start()
    figures: dict[str, list[float]] = {variant: [] for variant in VARIANTS}
    for variant in plan:
        settle()
        (at_work.set if variant == "chain" else at_work.clear)()
        line_up.wait()
        line_up.wait()
        figures[variant].append(sum(out.get() for _ in crew) / seconds)
    over.set()
    for process in (*crew, sealer):
        process.join()
    return figures


def run_engine(engine: str, writers: int, seconds: float, pause: float) -> dict[str, float]:
    """All variants on one engine in interleaved rounds; the median of each counts."""
    boot()
    from django.core.management import call_command
    from django.db import connection

    from lianxin.foundation.audit.checking import verify
    from lianxin.foundation.audit.sealing import seal

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_head (id integer PRIMARY KEY, digest varchar(64))")
        cursor.execute("INSERT INTO bench_head VALUES (1, 'x')")
    connection.close()
    figures = measure(list(VARIANTS) * ROUNDS, writers, seconds, pause)
    best = {variant: median(values) for variant, values in figures.items()}
    seal(patience=30)
    result = verify()
    if not result.ok:
        sys.exit(f"{engine}: the chain is broken: {result.breaks[:3]}")
    print(
        f"| {engine} | {writers} | {best['lines']:.0f} | {best['chain']:.0f} | {best['chain'] / best['lines']:.2f} "
        f"| {best['in-writer'] / best['lines']:.2f} | {result.lines} lines in {result.seals} seals verified |"
    )
    return best


def main() -> None:
    """Measure SQLite here, PostgreSQL in a second run of this program inside a private server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--pause", type=float, default=5.0, help="seconds between two runs of the sealer")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        figures = run_engine(options.engine, options.writers, options.seconds, options.pause)
        if options.json:
            print(json.dumps({"engine": options.engine, "writers": options.writers, **figures}))
        return
    print("| engine | writers | actions/s: unchained | with the sealer | ratio | chained by the writers | check |")
    print("|---|---|---|---|---|---|---|")
    for engine in ("sqlite", "postgresql"):
        run_again(engine, sys.argv[1:])


def run_again(engine: str, arguments: list[str]) -> None:
    """This program once more on one engine, with data of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--engine", engine, *arguments]
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"LIANXIN_DATA": folder}
        if engine == "postgresql":
            environment["PG_FSYNC"] = "on"  # commits must cost what they cost in service
            command = [str(ROOT / ".ci" / "steps" / "with-postgres"), *command]
        code = subprocess.run(command, env=environment, check=False, cwd=ROOT).returncode
    if code == 77:
        print("| postgresql | | not installed here | | | | |")
    elif code:
        sys.exit(code)


if __name__ == "__main__":
    mp.set_start_method("spawn")
    main()
