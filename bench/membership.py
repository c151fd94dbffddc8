"""Bringing 10,000 organisations in, and the annual statistics over very many members.

    .venv/bin/python bench/membership.py [--organisations N] [--members N] [--json]

Promises: at most 60 s for 10,000 organisations whose parents stand after them in the file, and a second run changes
nothing; the statistics of a subtree at most 15 s for a million members, none of whom becomes a row in Python.
The members are put into the tables directly: how files come in is another program's matter.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import common

GOAL_SECONDS, GOAL_ORGANISATIONS = 60.0, 10_000
GOAL_STATISTICS, GOAL_MEMBERS = 15.0, 1_000_000
#: branches below a general branch, general branches below a committee
GENERALS, COMMITTEES = 20, 200
#: run inside the house: members with everything drawn from their number
MEMBERS = """
from datetime import date, timedelta
from django.db import connection, transaction
from django.utils import timezone
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.bulk import insert_rows, look_again, next_ids
from lianxin.membership.dossiers.models import Member
homes = list(Organisation.objects.filter(kind="branch").values_list("pk", flat=True))
work = ["教师", "退休教师", "村民", "公交司机", "乡镇干部", "个体经营", "在校大学生", "部门经理", "工程师"]
works = [f"{word}{n}" for word in work for n in range(50)]
first, now = date(1935, 1, 1), timezone.now()
for start in range(0, TOTAL, 20_000):
    many = min(20_000, TOTAL - start)
    with transaction.atomic():
        keys = next_ids(Person, many)
        insert_rows(Person, {"created_at": now, "nickname": "同志"}, ("id", "name"), ((k, "某某") for k in keys))
        def rows():
            for n, key in enumerate(keys, start):
                pk = homes[n * 7919 % len(homes)]
                born = first + timedelta(days=n * 104729 % 24_000)
                joined = born + timedelta(days=7_000 + n * 31 % 2_000)
                yield (key, pk, born, joined, joined + timedelta(days=366), "12"[n % 3 == 0], f"{n % 56 + 1:02}" if n % 12 == 0 else "01",
                       ("11", "21", "31", "41", "61", "71", "81")[n % 7], works[n % len(works)])
        insert_rows(Member, {"standing": "active", "stage": "member", "revision": 0, "created_at": now, "name": "某某", "pinyin": "moumou", "initials": "mm"},
                    ("person_id", "organisation_id", "born", "joined_on", "full_since", "sex", "ethnicity", "education", "occupation"), rows())
look_again()
"""


def write(path: Path, total: int) -> None:
    """A table of organisations, every parent below its children."""
    generals, committees = total // GENERALS, max(total // COMMITTEES, 1)
    branches = total - generals - committees - 1
    rows = [(f"第{n}党支部", f"B{n}", f"Z{n % generals}", "党支部") for n in range(branches)]
    rows += [(f"第{n}党总支", f"Z{n}", f"C{n % committees}", "党总支") for n in range(generals)]
    rows += [(f"第{n}党委", f"C{n}", "R", "党委") for n in range(committees)]
    rows.append(("某省委员会", "R", "", "党委"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("组织名称", "组织代码", "上级组织代码", "组织类别"))
        out.writerows(rows)


def timed(data: Path, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(figures of the command, seconds and memory of its process)."""
    command = [common.PYTHON, str(common.ROOT / "manage.py"), *arguments, "--json"]
    began = time.monotonic()
    done = subprocess.run(command, env=common.environment(data), capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    if done.returncode:
        sys.exit(done.stderr[-1500:] + done.stdout[-1500:])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return json.loads(done.stdout.splitlines()[-1]), {"seconds": round(seconds, 1), "megabytes": peak}


def main() -> int:
    """An import, the same again, and the statistics of the topmost organisation."""
    options = common.options(
        __doc__, organisations=(GOAL_ORGANISATIONS, "organisations"), members=(GOAL_MEMBERS, "members")
    )
    print(common.machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data, path = Path(folder, "data"), Path(folder, "organisations.csv")
        write(path, options.organisations)
        common.manage(data, "migrate", "--no-input", "-v0")
        runs = {name: timed(data, "import_organisations", str(path)) for name in ("first", "again")}
        common.manage(data, "shell", "-v0", "-c", MEMBERS.replace("TOTAL", str(options.members)))
        runs["statistics"] = timed(data, "membership_statistics")
    rows = [[name, cost["seconds"], cost["megabytes"]] for name, (_, cost) in runs.items()]
    common.table(["run", "seconds", "peak MB so far"], rows)
    goal = GOAL_SECONDS * options.organisations / GOAL_ORGANISATIONS
    slow = GOAL_STATISTICS * max(options.members / GOAL_MEMBERS, 0.3)
    code = common.verdict({
        f"{options.organisations} organisations in ≤ {goal:.0f} s": runs["first"][1]["seconds"] <= goal,
        "the second run changes nothing": runs["again"][0]["imported"] == 0,
        f"statistics of {options.members} members in ≤ {slow:.0f} s": runs["statistics"][1]["seconds"] <= slow,
        "everybody is counted": runs["statistics"][0]["members"] == options.members,
    })  # fmt: skip
    if options.json:
        print(json.dumps({name: cost for name, (_, cost) in runs.items()}, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
