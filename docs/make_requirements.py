"""Write docs/requirements.md: which requirement stands where, and which test shows it.

    .venv/bin/python docs/make_requirements.py [--check]

The lines stand in docs/requirements.toml, written by people; this program only refuses to write what is not true: an
address that nobody serves, a room or a test file that is not there. ``--check`` writes nothing and exits with 1 when
the page is not fresh (a test does the same).
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TARGET = ROOT / "docs" / "requirements.toml", ROOT / "docs" / "requirements.md"
HEAD = """# Requirements and where they stand

Made by `docs/make_requirements.py` from `docs/requirements.toml`; do not edit. An address answers, a room and a test file
exist, else the program refuses to write. "Open" says what is not there.
"""


def rows() -> list[dict[str, Any]]:
    """The lines as they were written, in the order of their ids."""
    found: list[dict[str, Any]] = tomllib.loads(SOURCE.read_text("utf-8"))["requirement"]
    ids = [str(row["id"]) for row in found]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise SystemExit(f"one block a requirement: {', '.join(twice)}")
    return sorted(found, key=lambda row: str(row["id"]))


def wrong(row: dict[str, Any]) -> list[str]:
    """What a line says that is not so. Loads Django when nobody has yet."""
    sys.path[:0] = [p for p in (str(ROOT), str(ROOT / "src")) if p not in sys.path]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django
    from django.apps import apps
    from django.urls import Resolver404, resolve

    if not apps.ready:
        django.setup()
    found = [f"{row['id']}: no room {room}" for room in row["rooms"] if not (ROOT / "src/lianxin" / room).is_dir()]
    found += [f"{row['id']}: no test {name}" for name in row["tests"] if not (ROOT / "tests" / name).is_file()]
    for address in row["addresses"]:
        try:
            resolve(re.sub(r"<[a-z]+>", "1", address))
        except Resolver404:
            found.append(f"{row['id']}: nobody serves {address}")
    return found


def text() -> str:
    """The whole page. Raises SystemExit with everything that is not so."""
    lines = rows()
    faults = [fault for row in lines for fault in wrong(row)]
    if faults:
        raise SystemExit("\n".join(faults))
    table = ["| id | what is asked | what is there | where | shown by | open |", "|---|---|---|---|---|---|"]
    for row in lines:
        where = " ".join(f"`{one}`" for one in [*row["addresses"], *row["rooms"]])
        shown = " ".join(f"`{name}`" for name in row["tests"])
        table.append(f"| {row['id']} | {row['asks']} | {row['there']} | {where} | {shown} | {row['open']} |")
    return "\n".join([HEAD, *table]) + "\n"


def main() -> int:
    fresh = text()
    if "--check" in sys.argv:
        return int(not TARGET.exists() or TARGET.read_text("utf-8") != fresh)
    TARGET.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
