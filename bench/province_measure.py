"""What `province.py` runs inside the house: the queries of the pages, with the scope of an official, timed.

DATABASE_URL=… province_measure.py MEMBERS ROUNDS   prints one JSON object
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import date
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import django

django.setup()

import province_seed
from django.db import connection

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import SYSTEM, Actor, Duty
from lianxin.membership.dossiers import headcounts, leafing, queries
from lianxin.membership.dossiers.models import Member
from lianxin.membership.statistics.queries import report

LEVELS = {"province": 1, "city": 2, "county": 3, "town": 4, "branch": 5}
SIZE = 30
#: a number that a page may be asked for; its index is made by the house, so that the search goes its whole way
NUMBERS = [f"13{n:09}" for n in range(20)]


class Statements:
    """How many statements were run."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.n += 1
        return execute(sql, params, many, context)


def timed(work: Callable[[], Any]) -> tuple[float, int]:
    """(milliseconds, statements)."""
    count = Statements()
    with connection.execute_wrapper(count):
        begun = perf_counter()
        work()
        return (perf_counter() - begun) * 1000, count.n


def told(runs: list[tuple[float, int]]) -> dict[str, float]:
    """Median and 95th percentile of the times, most statements."""
    times = [time for time, _ in runs]
    p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return {"p50": round(median(times), 2), "p95": round(p95, 2), "worst": round(max(times), 2), "n": len(times),
            "statements": max(n for _, n in runs)}  # fmt: skip


def official(office: Organisation) -> Actor:
    """Somebody who keeps the files of a subtree."""
    return Actor("staff", 1, "组织员", (Duty("organiser", office.pk, office.path),))


def offices(dice: random.Random, each: int) -> dict[str, list[Organisation]]:
    """Organisations of every level, drawn by chance."""
    found = {}
    for level, depth in LEVELS.items():
        rows = list(Organisation.objects.filter(depth=depth, closed_on=None).order_by("path"))
        found[level] = [dice.choice(rows) for _ in range(each)]
    return found


def words(dice: random.Random) -> dict[str, list[str]]:
    """What people type: frequent and rare, most of it found, some of it not."""
    last = Person.objects.order_by("-pk").values_list("pk", flat=True)[0]
    drawn = {dice.randrange(1, last + 1) for _ in range(200)}
    named = list(Member.objects.unscoped("bench").filter(pk__in=drawn).order_by("pk"))
    full, two = [m.name for m in named if len(m.name) == 3], [m.name[:2] for m in named]
    return {
        "surname (frequent)": list("王李张刘陈") + list("武乔贺赖龚"), "two characters": two[:40], "three characters": full[:40],
        "pinyin of a whole name": [m.pinyin for m in named[:40]], "pinyin, first syllables": [m.pinyin[:5] for m in named[40:80]],
        "initials, three letters": [m.initials for m in named if len(m.initials) == 3][:40], "initials, two letters": [m.initials[:2] for m in named[:40]],
        "one letter": list("wlzycs"), "a whole number": NUMBERS, "nobody": ["欧阳明", "zzzz", "qxv", "13999999999"],
    }  # fmt: skip


def measured(rounds: int) -> dict[str, Any]:
    dice = random.Random(7)
    connection.ensure_connection()
    many = {"province": 1, "city": 3, "county": 5, "town": 8, "branch": 10}
    where = {level: rows[: many[level]] for level, rows in offices(dice, 10).items()}
    typed = words(dice)
    for n, number in enumerate(NUMBERS, 1):
        Person.objects.filter(pk=n).update(phone_index=blind_index(number))
    found: dict[str, Any] = {"figures": {}, "roster": {}, "search": {}}
    for level, rows in where.items():
        everything = [(official(office), queries.figures(official(office), None)) for office in rows]
        found["figures"][level] = told(
            [
                timed(lambda who=who: queries.figures(who, None))
                for _ in range(rounds * 8 // len(rows) + 1)
                for who, _ in everything
            ]
        )
        found["roster"][level] = told(
            [
                timed(lambda who=who, heads=heads, page=page: leafing.leaf(who, queries.Wanted(), page, SIZE, heads))
                for _ in range(rounds)
                for page in (1, 2, 100, 10**6)
                for who, heads in everything
            ]
        )
        for kind, texts in typed.items():
            runs = [
                timed(lambda who=who, text=text, heads=heads: leafing.leaf(who, queries.Wanted(text), 1, SIZE, heads))
                for _ in range(rounds)
                for text in texts
                for who, heads in everything[:3]
            ]
            found["search"][f"{kind} | {level}"] = told(runs)
    return found


def moved(rounds: int) -> dict[str, Any]:
    """A city below another one and back, each time with everything that goes along."""
    city, other = Organisation.objects.filter(depth=2, closed_on=None).order_by("path")[:2]
    root = Organisation.objects.get(depth=1)
    many = Organisation.objects.filter(path__startswith=city.path).count()
    whole, of_it = headcounts.heads([root.path]).numbers, headcounts.heads([city.path]).numbers
    runs = []
    for _ in range(rounds):
        runs.append(
            timed(
                lambda: tree.move(
                    actor=SYSTEM,
                    organisation=Organisation.objects.get(pk=city.pk),
                    parent=Organisation.objects.get(pk=other.pk),
                    on=date(2026, 11, 1),
                )
            )
        )
        there = Organisation.objects.get(pk=city.pk)
        if (
            not there.path.startswith(Organisation.objects.get(pk=other.pk).path)
            or headcounts.heads([there.path]).numbers != of_it
        ):
            sys.exit("the subtree did not arrive with its people")
        runs.append(
            timed(
                lambda: tree.move(
                    actor=SYSTEM,
                    organisation=Organisation.objects.get(pk=city.pk),
                    parent=Organisation.objects.get(pk=root.pk),
                    on=date(2026, 11, 1),
                )
            )
        )
    if headcounts.heads([root.path]).numbers != whole:
        sys.exit("moving changed how many people there are")
    return told(runs) | {"organisations": many, "members": sum(of_it[stage] for stage in headcounts.STAGES)}


def statistics() -> dict[str, Any]:
    root = Organisation.objects.get(depth=1)
    today = timed(lambda: report(SYSTEM, root, date.today(), fresh=True))  # noqa: DTZ011 - the machine's own day will do
    eve = timed(lambda: report(SYSTEM, root, date(2025, 12, 31), fresh=True))
    return {
        "today_s": round(today[0] / 1000, 3),
        "year_end_s": round(eve[0] / 1000, 3),
        "statements": max(today[1], eve[1]),
    }


def main() -> None:
    members, rounds = int(sys.argv[1]), int(sys.argv[2])
    done: dict[str, Any] = {"members": members, "organisations": Organisation.objects.count()}
    if not Member.objects.unscoped("bench").exists():
        done["seeded"] = province_seed.seed(members)
        done["organisations"] = Organisation.objects.count()
    if rounds:
        done |= measured(rounds)
        done["move"], done["statistics"] = moved(rounds), statistics()
        begun = perf_counter()
        done["wrong"] = len(headcounts.wrong())
        done["verify_s"] = round(perf_counter() - begun, 1)
    print(json.dumps(done, ensure_ascii=False))


if __name__ == "__main__":
    main()
