"""The embedded default with 100,000 members: every page of membership at the desk of the county committee.

    .venv/bin/python bench/county.py [--members N] [--rounds 3] [--only WORDS] [--json]

One county of 2,000 Party organisations on SQLite, each member with a time line, dues assessed and charged, two years of
gatherings of every branch, people on their way into the Party, away, helped (`county_rooms.py`). Somebody of the county committee opens each page through the
whole stack (middleware, session, templates), repeatedly and in turn. Promise: every page p95 ≤ 150 ms. Tables of statistics
are counted anew once and kept for a quarter of an hour; what that first time costs is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import common

GOAL_MS = 150.0


#: heading -> column of what `county_pages.py` says of a page
HEAD = {
    "first ms": "first", "p50 ms": "p50", "p95 ms": "p95", "worst ms": "worst", "CPU ms": "cpu", "worst CPU ms": "cpu_worst",
    "statements": "statements",
}  # fmt: skip


def measured(options: argparse.Namespace) -> dict[str, Any]:
    """What `county_pages.py` found, in a county that is made where there is none yet."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(os.environ.get("LIANXIN_COUNTY") or folder)
        common.manage(data, "migrate", "--no-input", "-v0")  # also what was seeded before the newest of them
        common.manage(data, "collectstatic", "--no-input", "-v0")
        words = (str(options.members), str(options.rounds), options.only)
        command = [common.PYTHON, str(common.HERE / "county_pages.py"), *words]
        done = subprocess.run(command, env=common.environment(data), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """Seed, open every page, print."""
    options = common.options(__doc__, members=(100_000, "members"), only=("", "pages with this in their name"))
    print(common.machine(), flush=True)
    found = measured(options)
    print(
        f"{found['members']} members, {found['organisations']} organisations, {found['rows']} rows of dues and gatherings\n"
    )
    pages = sorted(found["pages"].items(), key=lambda part: -part[1]["p95"])
    rows = [[name, *(page[column] for column in HEAD.values()), page["bytes"] // 1024] for name, page in pages]
    common.table(["page", *HEAD, "kB"], rows)
    slow = [name for name, page in pages if page["p95"] > GOAL_MS]
    code = common.verdict(
        {f"every page p95 ≤ {GOAL_MS:.0f} ms" + (f" (not: {'; '.join(slow)})" if slow else ""): not slow}
    )
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
