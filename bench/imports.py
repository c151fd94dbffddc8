"""Bringing 100,000 letters of an older system in, and the same file a second time.

    .venv/bin/python bench/imports.py [--rows N] [--json]

Promise: at most 60 s for 100,000 rows on two processors. The file is made for the run: mixed date formats,
stray tabs, one row in a hundred without an answer, one in a thousand unusable.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import common
import texts

GOAL_SECONDS, GOAL_ROWS = 60.0, 100_000
HEAD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
DATES = ("%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H:%M")


def write(path: Path, rows: int) -> None:
    """A file as an older system would hand it over."""
    dice = random.Random(11)
    begun = datetime(2016, 1, 4, 9)  # noqa: DTZ001 - the text of a spreadsheet knows no zone
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for n in range(rows):
            title, body = texts.title_and_body(dice)
            sent = begun + timedelta(minutes=37 * n)
            back = sent + timedelta(days=dice.randint(1, 40))
            answer = "" if n % 100 == 7 else texts.reply(dice, title)
            if n % 1000 == 3:
                title = ""
            shown = dice.choice(DATES)
            out.writerow([
                10_000 + n, f"U{n % 4001:06}", f"\t{title}" if n % 50 == 0 else title, sent.strftime(shown),
                f"\t\t\t{body}\n", answer, back.strftime(shown) if answer else "",
            ])  # fmt: skip


def bring_in(data: Path, path: Path) -> dict[str, Any]:
    """One run of the command: its figures, the clock on the wall, the processor time of the child."""
    command = [common.PYTHON, str(common.ROOT / "manage.py"), "import_letters", str(path), "--json"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, env=common.environment(data), capture_output=True, text=True, check=False)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # 1: some rows were refused, as meant
        sys.exit(done.stderr[-1500:])
    figures = json.loads(done.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = {key: figures[key] for key in ("imported", "unchanged")} | {"refused": len(figures["refused"])}
    return counts | {"seconds": round(seconds, 1), "cpu": round(cpu, 1), "megabytes": after.ru_maxrss // 1024}


def main() -> int:
    """First import and repeated import into a fresh installation."""
    options = common.options(__doc__, rows=(GOAL_ROWS, "rows of the file"))
    print(common.machine(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        data, path = Path(folder, "data"), Path(folder, "letters.csv")
        write(path, options.rows)
        common.manage(data, "migrate", "--no-input", "-v0")
        common.manage(data, "setup")
        result = {"first": bring_in(data, path), "again": bring_in(data, path)}
    keys = ("imported", "unchanged", "refused", "seconds", "cpu", "megabytes")
    rows = [[name, *(r[k] for k in keys)] for name, r in result.items()]
    common.table(["run", "imported", "unchanged", "refused", "seconds", "CPU s", "peak MB"], rows)
    first = result["first"]
    goal = GOAL_SECONDS * options.rows / GOAL_ROWS
    code = common.verdict({
        f"{options.rows} rows in {first['seconds']} s ≤ {goal:.0f} s": first["seconds"] <= goal,
        "the second run changes nothing": result["again"]["imported"] == 0,
    })  # fmt: skip
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
