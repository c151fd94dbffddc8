"""A whole hall votes within minutes: ballots through HTTP on loopback against the shipped server, and none is lost.

    .venv/bin/python bench/elections_load.py [--ballots 2000] [--clients 8] [--json]
    DATABASE_URL=postgres://… .venv/bin/python bench/elections_load.py      # an empty database of its own on that server

Promise: 2,000 ballots within 5 minutes, every receipt's ballot stands in the archive, and `lianxin election verify` accepts it.
The ballots are filled in before; only taking them is measured.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import common

MINUTES, BALLOTS = 5.0, 2000
PREPARE = """
import json, sys
import django
django.setup()
from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.elections import actions, box, rolls
from tests.democracy.elections.conftest import Meeting, NAMES, build_world, draft_of
many = int(sys.argv[1])
world = build_world()
lines = [rolls.Line(name, "", world.person(name).pk) for name in NAMES]
lines += [rolls.Line(f"代表{at}") for at in range(many - len(NAMES))]
draft = draft_of(electorate="listed", listed=lines)
office = world.county.organisations["QS01-B1"]
found = Meeting(world, actions.draw(actor=world.who("runner"), organisation=office, draft=draft, key="load")).announce()
found.do("begin")
found.case.voters.exclude(pk=found.case.voters.first().pk).update(here=True)
actions.check_in(actor=world.who("runner"), voter=found.case.voters.first(), here=True)
people = [(world.person(name).pk, "scrutineer") for name in NAMES[8:10]]
found.do("appoint", people=people, votes=(many, 0, 0))
found.hand_in().give_slips().do("open_vote")
row = found.row
election = box.published(row)
made = [fill_in(election, secret_of(slip, row.uuid, election.group), [[1, 1, 2, 3, 0, 0]]) for slip in found.slips]
json.dump({"uuid": row.uuid, "ballots": [[b.text, b.tracker] for b in made]}, open(sys.argv[2], "w"))
"""


def prepared(data: Path, ballots: int, **more: str) -> dict[str, Any]:
    """An open vote with so many slips, and a ballot of each."""
    common.manage(data, "migrate", "-v0", **more)
    kept = data / "ballots.json"
    command = [common.PYTHON, "-c", PREPARE, str(ballots), str(kept)]
    subprocess.run(command, check=True, env=common.environment(data, **more), cwd=common.ROOT)
    return dict(json.loads(kept.read_text()))


def cast_all(address: str, made: dict[str, Any], clients: int) -> tuple[list[float], list[str], list[str]]:
    """(seconds of each, trackers of the receipts, what was refused)."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for text, _ in made["ballots"]:
        waiting.put(text)
    took: list[float] = []
    trackers: list[str] = []
    wrong: list[str] = []

    def voter() -> None:
        while True:
            try:
                text = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.perf_counter()
            line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
            try:  # every voter has a connection of their own
                line.request(
                    "POST", f"/elections/{made['uuid']}/ballots/", text.encode(), {"Content-Type": "application/json"}
                )
                answer = line.getresponse()
                said = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError) as error:
                wrong.append(repr(error))
                continue
            finally:
                line.close()
            took.append(time.perf_counter() - began)
            if answer.status == 201:
                trackers.append(said["tracker"])
            else:
                wrong.append(str(said))

    threads = [threading.Thread(target=voter) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, trackers, wrong


def checked(data: Path, uuid: str, **more: str) -> dict[str, Any]:
    """The figures of `lianxin election verify` on the exported archive."""
    common.manage(data, "election_export", uuid, "--to", str(data), **more)
    return dict(
        json.loads(common.manage(data, "election_verify", str(data / f"{uuid}.bel"), "--json", **more).splitlines()[-1])
    )


def main() -> int:
    options = common.options(__doc__, ballots=(BALLOTS, "ballots, one slip each"), clients=(8, "voters at one time"))
    more = {"DATABASE_URL": os.environ["DATABASE_URL"]} if os.environ.get("DATABASE_URL") else {}
    with tempfile.TemporaryDirectory(prefix="lianxin-load-") as folder:
        data = Path(folder)
        made = prepared(data, options.ballots, **more)
        print(f"{len(made['ballots'])} ballots, {options.clients} at one time, {common.machine()}", flush=True)
        with common.platform(data, **more) as address:
            began = time.perf_counter()
            took, trackers, wrong = cast_all(address, made, options.clients)
            whole = time.perf_counter() - began
        report = checked(data, made["uuid"], **more)
    took.sort()
    rate = len(trackers) / whole
    p50, p95 = (round(took[int(len(took) * share)] * 1000, 1) for share in (0.5, 0.95))
    engine = "PostgreSQL" if more else "SQLite"
    common.table(["database", "ballots", "seconds", "per second", "p50 ms", "p95 ms"],
                 [[engine, len(trackers), round(whole, 1), round(rate, 1), p50, p95]])  # fmt: skip
    code = common.verdict({
        f"{BALLOTS} ballots in {MINUTES:.0f} minutes need {BALLOTS / MINUTES / 60:.1f} per second: {rate:.1f}": rate >= BALLOTS / MINUTES / 60,
        f"no ballot refused or lost: {len(wrong)}": not wrong and {tracker for _, tracker in made["ballots"]} == set(trackers),
        f"the archive holds with all of them: {report['ballots']}": report["holds"] and report["ballots"] == len(trackers),
    })  # fmt: skip
    if options.json:
        print(
            json.dumps(
                {"rate": round(rate, 1), "p50_ms": p50, "p95_ms": p95, "seconds": round(whole, 1), "database": engine}
            )
        )
    return code


if __name__ == "__main__":
    sys.exit(main())
