"""A subtree of 10,000 branches moves with a year of gatherings, reports, ways into the Party and resources in it.

    .venv/bin/python bench/reorganised.py [--branches 10000] [--rounds 3] [--json]
    .venv/bin/python bench/reorganised.py --engine sqlite        # or what DATABASE_URL names, in this process

Members, the dues and gatherings say only which organisation they belong to (decisions 0020, 0023); reports and cases carry the
path in the row, and a move rewrites them. Promise: at most 2 s with a year of them (twelve gatherings, two reports, a way
and a resource a branch), on SQLite and on PostgreSQL, the commit included. It goes there and back; the slowest round counts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import common
import province

GOAL_SECONDS = 2.0
GATHERINGS, REPORTS = 12, 2
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2020, 1, 1)


def plant(branches: int) -> None:
    """Two towns, all branches below the first with somebody in each, and what a year leaves there."""
    from lianxin.foundation.accounts.models import Person
    from lianxin.foundation.organisations.actions import found, found_many
    from lianxin.foundation.organisations.founding import Founding
    from lianxin.kernel.actor import SYSTEM
    from lianxin.membership.dossiers.models import Member

    root = found(actor=SYSTEM, name="县委", short_name="县委", code="T", kind="committee", parent=None, on=DAY)
    towns = [
        found(
            actor=SYSTEM,
            name=f"第{n}镇党委",
            short_name=f"第{n}镇",
            code=f"T{n}",
            kind="committee",
            parent=root,
            on=DAY,
        )
        for n in (1, 2)
    ]
    names = [f"T1-{n:05}" for n in range(branches)]
    made = found_many(actor=SYSTEM, foundings=[
        Founding(name=f"支部{name}", short_name=name, code=name, kind="branch", parent=towns[0], on=DAY) for name in names
    ])  # fmt: skip
    people = Person.objects.bulk_create([Person(name=name, nickname=name) for name in names], batch_size=500)
    members = Member.objects.bulk_create(
        [Member(person=one, organisation=office, name=one.name, stage="applicant") for one, office in zip(people, made, strict=True)],
        batch_size=500,
    )  # fmt: skip
    leave_a_year(list(zip(made, members, strict=True)))


def leave_a_year(both: list[tuple[Any, Any]]) -> None:
    """Gatherings, reports, a way and a resource. both: (branch, somebody of it)."""
    from lianxin.foundation.spine.bulk import insert_rows
    from lianxin.learning.resources.models import Resource
    from lianxin.membership.development.models import Development
    from lianxin.membership.gatherings.models import Gathering
    from lianxin.membership.reports.models import Report

    insert_rows(
        Gathering, {"kind": "theme_day", "title": "主题党日", "starts_at": NOW, "agenda": "学习", "state": "closed", "created_at": NOW},
        ("organisation_id", "key"),
        [(office.pk, f"{office.code}:{n}") for office, _ in both for n in range(GATHERINGS)],
    )  # fmt: skip
    insert_rows(
        Report, {"state": "sent", "audience": "branch", "title": "汇报", "body": "写一点", "sent_at": NOW, "begun_at": NOW, "saved_at": NOW},
        ("organisation_id", "org_path", "member_id", "key"),
        [(office.pk, office.path, member.pk, str(n)) for office, member in both for n in range(REPORTS)],
    )  # fmt: skip
    same = {"state": "applied", "opened_at": NOW}
    insert_rows(Development, same, ("organisation_id", "org_path", "member_id", "number"),
                [(office.pk, office.path, member.pk, f"F{office.code}") for office, member in both])  # fmt: skip
    told = {
        "state": "shown",
        "opened_at": NOW,
        "kind": "text",
        "title": "文献",
        "summary": "介绍",
        "source": "支部",
        "audience": "own",
    }
    insert_rows(Resource, told, ("organisation_id", "org_path", "number", "key"),
                [(office.pk, office.path, f"Z{office.code}", office.code) for office, _ in both])  # fmt: skip


def moved(into: str) -> tuple[float, float]:
    """(seconds by the clock, seconds of the processor here) of a move of the first town, with its commit."""
    from lianxin.foundation.organisations.actions import move
    from lianxin.foundation.organisations.queries import by_code
    from lianxin.kernel.actor import SYSTEM

    one, place = by_code("T1"), by_code(into)
    if one is None or place is None:
        sys.exit("the towns are missing")
    begun, busy = perf_counter(), process_time()
    move(actor=SYSTEM, organisation=one, parent=place, on=date(2026, 11, 20))
    return perf_counter() - begun, process_time() - busy


def carried(into: str) -> int:
    """How many rows lie below a place by their path; what a move forgot would be missing."""
    from lianxin.foundation.organisations.queries import by_code
    from lianxin.foundation.spine.scope import subtree
    from lianxin.learning.resources.models import Resource
    from lianxin.membership.development.models import Development
    from lianxin.membership.gatherings.models import Gathering
    from lianxin.membership.reports.models import Report

    place = by_code(into)
    if place is None:
        sys.exit("the town is missing")
    below = subtree("org_path", [place.path])
    return sum(
        model.objects.unscoped("a benchmark counts").filter(below).count()
        for model in (Gathering, Report, Development, Resource)
    )


def measure(branches: int, rounds: int) -> dict[str, Any]:
    """One engine, in this process: the town goes below the other one and back, so often."""
    sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from lianxin.foundation.spine.bulk import look_again

    call_command("migrate", verbosity=0)
    plant(branches)
    look_again()
    rows = branches * (GATHERINGS + REPORTS + 2)
    load, taken = os.getloadavg()[0], []
    for number in range(max(rounds, 2)):
        place = "T" if number % 2 else "T2"
        taken.append(moved(place))
        if carried(place) != rows:
            sys.exit(f"{rows - carried(place)} rows stayed behind")
        if connection.vendor == "postgresql":  # what autovacuum does in the weeks between two reorganisations
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    vendor = connection.vendor
    connection.close()
    wall, busy = ([round(one[n], 2) for one in taken] for n in (0, 1))
    return {"engine": vendor, "rows": rows, "median": round(median(wall), 2), "slowest": max(wall), "cpu": median(busy),
            "load": round(load, 1)}  # fmt: skip


def again(engine: str, branches: int, rounds: int) -> dict[str, Any]:
    """This program once more on one engine, with data of its own; PostgreSQL with the settings of `province.py`."""
    command = [sys.executable, __file__, "--engine", engine, f"--branches={branches}", f"--rounds={rounds}"]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    with ExitStack() as stack:
        if engine == "postgresql":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            environment["DATABASE_URL"] = stack.enter_context(province.server(Path(folder))) + "/postgres"
        done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    options = common.options(
        __doc__,
        branches=(10_000, "branches below the town that moves"),
        engine=("", "sqlite or postgresql, only this one"),
    )
    if options.engine:
        url = os.environ.get("DATABASE_URL", "") if options.engine == "postgresql" else ""
        with tempfile.TemporaryDirectory() as data:
            more = {"DATABASE_URL": url} if url else {}
            os.environ.update(common.environment(Path(data), **more))
            print(json.dumps(measure(options.branches, options.rounds)))
        return 0
    found = [again(engine, options.branches, options.rounds) for engine in ("sqlite", "postgresql")]
    print("| engine | branches | rows below it | seconds | slowest | CPU seconds here | load |")
    print("|---|---|---|---|---|---|---|")
    for row in found:
        print(f"| {row['engine']} | {options.branches:,} | {row['rows']:,} | {row['median']} | {row['slowest']} "
              f"| {row['cpu']} | {row['load']} |")  # fmt: skip
    for row in found:
        print(f"{row['engine']}: goal ≤ {GOAL_SECONDS} s {'kept' if row['slowest'] <= GOAL_SECONDS else 'NOT kept'}")
    if options.json:
        print(json.dumps(found))
    return 0 if all(row["slowest"] <= GOAL_SECONDS for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
