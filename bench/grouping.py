"""主题聚合 over everything there is: how long the machine takes to look at 100,000 letters for the first time.

    .venv/bin/python bench/grouping.py [--letters N] [--json]

Promise: at most 10 minutes of one processor for 100,000 letters, in steps of 2,000; after that every ten minutes only
what is new. Works on a copy of the prepared installation, whose letters are written from a few hundred sentences and
are more alike than real ones.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common
import seed

GOAL_SECONDS = 600.0
STEPS = """
import json, time
from lianxin.voice.letters.actions import grouping
from lianxin.voice.letters.models import Grouped, LetterGroup
began, wall, seen, longest = time.process_time(), time.monotonic(), 0, 0.0
while True:
    step = time.monotonic()
    n = grouping.sort_new()
    longest, seen = max(longest, time.monotonic() - step), seen + n
    if n < grouping.BATCH:
        break
groups = LetterGroup.objects.unscoped("bench").count()
print(json.dumps({"letters": seen, "cpu": time.process_time() - began, "wall": time.monotonic() - wall, "longest step": longest,
                  "groups": groups, "grouped": Grouped.objects.count()}))
"""


def main() -> int:
    """Copy, look at all letters, judge."""
    options = common.options(__doc__, letters=(seed.LETTERS, "letters in the database"))
    prepared = seed.prepared(options.letters)
    print(f"{options.letters} letters, {common.machine()}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        shutil.copytree(prepared, data)
        command = [common.PYTHON, str(common.ROOT / "manage.py"), "shell", "-c", STEPS]
        done = subprocess.run(command, env=common.environment(data), capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.strip().splitlines()[-1])
    common.table(["figure", "value"], [[name, value] for name, value in result.items()])
    code = common.verdict(
        {f"{result['cpu']:.0f} s of one processor ≤ {GOAL_SECONDS:.0f} s": result["cpu"] <= GOAL_SECONDS}
    )
    if options.json:
        print(json.dumps(result))
    return code


if __name__ == "__main__":
    sys.exit(main())
