"""Does the audit chain make writers wait? Eight writer processes, with the chain and without it.

Each writer commits small actions (two audit lines each) as fast as it can for a few seconds. Variants:

- ``lines``      audit lines are written, nobody chains them (what an unchained ledger costs)
- ``chain``      the same, while the sealer runs every half second (ten times as often as in service)
- ``in-writer``  for comparison: each writer links its lines to the last digest itself, which needs the
                 head of the chain locked until the commit

Usage: python bench/audit.py [--seconds 5] [--writers 8] [--json]; PostgreSQL is measured when Debian's
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

ROOT = Path(__file__).resolve().parents[1]
VARIANTS = ("lines", "chain", "in-writer")


def boot() -> None:
    """Load Django on the embedded settings, or on DATABASE_URL."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.recovery.settings"
    import django

    django.setup()


def write_for(seconds: float, variant: str, start: mp.synchronize.Event, out: mp.Queue[int]) -> None:
    """One writer: actions until the time is over; reports how many."""
    boot()
    from django.db import connection

    from lianxin.foundation.spine.actions import action, record
    from lianxin.kernel.actor import SYSTEM, Actor

    @action("bench.write")
    def write(*, actor: Actor, number: int) -> None:
        if variant == "in-writer":
            link_to_the_head(connection)
        record("bench.write", actor=actor, subject=f"thing:{number}", org_path="00010001", state="handling")
        record("bench.note", actor=actor, subject=f"thing:{number}", org_path="00010001", words=12)

    write(actor=SYSTEM, number=0)
    start.wait()
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        write(actor=SYSTEM, number=count)
        count += 1
    out.put(count)


def link_to_the_head(connection: object) -> None:
    """What a chain made by the writers needs: the newest digest, held until the commit."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]  # a Django connection
        cursor.execute("UPDATE bench_head SET digest = digest WHERE id = 1")
        cursor.execute("SELECT digest FROM bench_head WHERE id = 1")
        cursor.fetchone()


def keep_sealing(stop: mp.synchronize.Event) -> None:
    """The sealer, ten times as busy as the ticker makes it."""
    boot()
    from lianxin.foundation.audit.sealing import seal

    while not stop.wait(0.5):
        seal()


def measure(variant: str, writers: int, seconds: float) -> float:
    """Actions per second over all writers."""
    start, stop = mp.Event(), mp.Event()
    out: mp.Queue[int] = mp.Queue()
    crew = [mp.Process(target=write_for, args=(seconds, variant, start, out)) for _ in range(writers)]
    sealer = mp.Process(target=keep_sealing, args=(stop,))
    for process in crew:
        process.start()
    if variant == "chain":
        sealer.start()
    time.sleep(3 + writers / 2)  # until all of them have loaded Django
    start.set()
    total = sum(out.get() for _ in crew)
    for process in crew:
        process.join()
    stop.set()
    if variant == "chain":
        sealer.join()
    return total / seconds


def run_engine(engine: str, writers: int, seconds: float) -> dict[str, float]:
    """All variants on one engine, interleaved twice so that a warm cache favours none; the better run counts."""
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
    best = dict.fromkeys(VARIANTS, 0.0)
    for _ in range(2):
        for variant in VARIANTS:
            best[variant] = max(best[variant], measure(variant, writers, seconds))
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
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        figures = run_engine(options.engine, options.writers, options.seconds)
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
