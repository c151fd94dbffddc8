"""An old site moves in: 10,000 invented articles in the manner of old exports, a tenth of them with a picture.

    .venv/bin/python bench/moving.py [--articles N] [--json]

Promise: at most 120 s on two processors, the second run leaves everything unchanged.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import common
from texts import title_and_body

GOAL_SECONDS = 120
#: how bodies looked in the programs of twenty years
SHAPES = (
    lambda parts: "".join(f"<p>　　{p}</p>" for p in parts),
    lambda parts: "<div class='TRS_Editor'><style>.TRS_Editor P{{}}</style>" + "".join(f"<P align=justify><FONT size=3>{p}</FONT></P>" for p in parts) + "</div>",
    lambda parts: "\n".join(f"　　{p}" for p in parts),
    lambda parts: "".join(f"<p class=MsoNormal style='text-indent:32pt'><span style='font-size:16pt;font-family:仿宋'>{p}<o:p></o:p></span></p>" for p in parts),
    lambda parts: "<section data-tools='135编辑器'>" + "".join(f"<section><p style='margin:0'><span style='letter-spacing:1px'>{p}</span></p></section>" for p in parts) + "</section>",
    lambda parts: "<TABLE><TR><TD>" + "<BR>".join(f"&nbsp;&nbsp;{p}" for p in parts) + "</TD></TR></TABLE>",
)  # fmt: skip


def picture(dice: random.Random) -> bytes:
    """A photograph's size, an invented pattern."""
    from PIL import Image

    small = Image.frombytes("RGB", (40, 30), dice.randbytes(3600))
    out = io.BytesIO()
    small.resize((1200, 900)).save(out, "JPEG", quality=85)
    return out.getvalue()


def export(folder: Path, number: int) -> Path:
    """The file and its pictures."""
    dice = random.Random(20190101)
    begun = datetime(2012, 1, 1, 9)  # noqa: DTZ001 - the text of an old export knows no zone
    (folder / "upload").mkdir()
    columns = ("news", "notice", "policy", "党史故事", "身边榜样")
    path = folder / "old.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            title, _ = title_and_body(dice)
            parts = [title_and_body(dice)[1] for _ in range(dice.randint(2, 5))]
            body = dice.choice(SHAPES)(parts)
            if n % 10 == 0:
                (folder / "upload" / f"{n}.jpg").write_bytes(picture(dice))
                body += f"<p><img src='/upload/{n}.jpg' alt='现场'></p>"
            row = {
                "id": f"{n}", "title": f"{title}（{n}）", "body": body, "published_at": f"{begun + timedelta(hours=9 * n):%Y-%m-%d %H:%M:%S}",
                "source": dice.choice(("县委组织部", "渡口镇", "融媒体中心")), "organisation": f"T{n % 20:02}", "column": dice.choice(columns),
            }  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def prepare() -> None:
    """A county with twenty towns."""
    import django

    django.setup()
    from django.core.management import call_command

    from lianxin.foundation.organisations.actions import found
    from lianxin.kernel.actor import SYSTEM

    call_command("migrate", verbosity=0)
    day = date(2012, 1, 1)
    county = found(actor=SYSTEM, name="县委", short_name="县委", code="T", kind="committee", parent=None, on=day)
    for n in range(20):
        town = {"name": f"第{n}镇党委", "short_name": f"第{n}镇", "code": f"T{n:02}", "kind": "committee"}
        found(actor=SYSTEM, parent=county, on=day, **town)


def run(environment: dict[str, str], path: Path) -> dict[str, Any]:
    """One import in a process of its own."""
    begun = perf_counter()
    command = [sys.executable, str(common.ROOT / "manage.py"), "import_articles", str(path), "--json"]
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    return {k: figures[k] for k in ("imported", "updated", "unchanged")} | {
        "refused": len(figures["refused"]), "seconds": round(perf_counter() - begun, 1), "exit": done.returncode,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path[:0] = [str(common.ROOT), str(common.ROOT / "src")]
    if options.prepare:
        prepare()
        return 0
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as old:
        environment = common.environment(Path(data))
        subprocess.run([sys.executable, __file__, "--prepare"], env=environment, check=True)
        path = export(Path(old), options.articles)
        load = os.getloadavg()[0]
        first, again = run(environment, path), run(environment, path)
    print(f"load {load:.1f}\n| run | imported | unchanged | refused | seconds |\n|---|---|---|---|---|")
    for name, row in (("first", first), ("again", again)):
        print(f"| {name} | {row['imported']} | {row['unchanged']} | {row['refused']} | {row['seconds']} |")
    kept = first["seconds"] <= GOAL_SECONDS and first["imported"] == again["unchanged"] == options.articles
    print(f"Goal ≤ {GOAL_SECONDS} s {'kept' if kept else 'NOT kept'}")
    if options.json:
        print(json.dumps({"first": first, "again": again, "load": load}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
