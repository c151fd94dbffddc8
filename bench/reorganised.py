"""A subtree of 10,000 branches moves on SQLite with a year of gatherings, reports, ways into the Party and resources in it.

    .venv/bin/python bench/reorganised.py [--branches 10000] [--json]

Members and the dues say only which organisation they belong to (decisions 0020, 0023); gatherings, reports and cases carry the path in the row,
and a move rewrites them. Promise: at most 2 s with a year of them (twelve gatherings, two reports, a way and a resource a branch).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import common

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
        ("organisation_id", "org_path", "key"),
        [(office.pk, office.path, f"{office.code}:{n}") for office, _ in both for n in range(GATHERINGS)],
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


def moved() -> tuple[float, float]:
    """(seconds by the clock, seconds of the processor) of the move with its commit."""
    from lianxin.foundation.organisations.actions import move
    from lianxin.foundation.organisations.queries import by_code
    from lianxin.kernel.actor import SYSTEM

    one, below = by_code("T1"), by_code("T2")
    if one is None or below is None:
        sys.exit("the towns are missing")
    begun, busy = perf_counter(), process_time()
    move(actor=SYSTEM, organisation=one, parent=below, on=date(2026, 11, 20))
    return perf_counter() - begun, process_time() - busy


def main() -> int:
    options = common.options(__doc__, branches=(10_000, "branches below the town that moves"))
    with tempfile.TemporaryDirectory() as data:
        os.environ.update(common.environment(Path(data)))
        sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        plant(options.branches)
        load = os.getloadavg()[0]
        wall, busy = moved()
        connection.close()
    rows = options.branches * (GATHERINGS + REPORTS + 2)
    print(f"load {load:.1f}\n| branches | rows with a path | seconds | CPU seconds |\n|---|---|---|---|")
    print(f"| {options.branches:,} | {rows:,} | {wall:.2f} | {busy:.2f} |")
    print(f"Goal ≤ {GOAL_SECONDS} s {'kept' if wall <= GOAL_SECONDS else 'NOT kept'}")
    if options.json:
        print(json.dumps({"rows": rows, "seconds": round(wall, 2), "cpu": round(busy, 2), "load": load}))
    return 0 if wall <= GOAL_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
