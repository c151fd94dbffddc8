"""Join the parts of the booth into the one file that browsers get, and write its fingerprint beside it.

    .venv/bin/python docs/make_booth.py [--check]

The parts are the ES modules of `src/lianxin/democracy/elections/booth` that `engine.mjs` needs, each in a function of its own,
those that others rest on first. Nothing is renamed or shortened: what is published can be read. ``--check`` writes
nothing and exits with 1 when a file is not fresh (a test does the same).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "src" / "lianxin" / "democracy" / "elections"
PARTS, SHIPPED = ROOM / "booth", ROOM / "static" / "elections"
FIRST = "engine"
IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./(\w+)\.mjs";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
HEAD = """/* Made by docs/make_booth.py from src/lianxin/democracy/elections/booth; do not edit. Licence: see LICENSE.

   Fills in ballots and checks them, makes keys, shuffles and decrypts: in the browser of the one whose secret it is. Needs no
   other file and asks no other address. As a worker it answers messages (see `engine` at the end), elsewhere it offers
   `ballotbox.answer`. */
"use strict";
(() => {
"""
TAIL = """
  if (typeof module === "object" && module.exports) {
    if (!globalThis.crypto) globalThis.crypto = require("node:crypto").webcrypto;
    module.exports = parts.engine;
  } else if (typeof WorkerGlobalScope === "function" && self instanceof WorkerGlobalScope) {
    parts.engine.serve(self);
  } else {
    globalThis.ballotbox = parts.engine;
  }
})();
"""


def ordered(name: str, known: list[str]) -> list[str]:
    """Names of the parts that one rests on and its own, each behind what it needs. ValueError for a circle."""
    if name in known:
        return known
    text = (PARTS / f"{name}.mjs").read_text("utf-8")
    for _, needed in IMPORT.findall(text):
        if needed == name:
            raise ValueError(f"{name} needs itself")
        ordered(needed, known)
    known.append(name)
    return known


def joined() -> str:
    """The file. ValueError when a part imports or exports in a way that this program does not know."""
    return HEAD + "  const parts = {};\n" + "".join(_wrapped(name) for name in ordered(FIRST, [])) + TAIL


def _wrapped(name: str) -> str:
    text = (PARTS / f"{name}.mjs").read_text("utf-8")
    taken = "".join(
        f"const {{ {names.replace(' as ', ': ')} }} = parts.{part};\n" for names, part in IMPORT.findall(text)
    )
    given = EXPORT.findall(text)
    body = re.sub(r"^export ", "", IMPORT.sub("", text), flags=re.MULTILINE)
    if re.search(r"^(?:import|export)\b", body, re.MULTILINE):
        raise ValueError(f"{name}: an import or export of another form")
    comment, code = _comment(body)
    inside = f"{taken}{code.strip()}\nreturn {{ {', '.join(given)} }};"
    lines = "".join(f"    {line}\n" if line else "\n" for line in inside.splitlines())
    return f"\n{comment}  parts.{name} = (() => {{\n{lines}  }})();\n"


def _comment(body: str) -> tuple[str, str]:
    """The comment at the head of a part, moved in by two, and the rest."""
    end = body.index("*/") + 2
    return "".join(f"  {line}\n" if line else "\n" for line in body[:end].splitlines()), body[end:]


def facts(text: str) -> str:
    """What a page shows beside the booth and a voter compares with what was published."""
    raw = text.encode()
    digest = hashlib.sha256(raw).digest()
    found = {
        "file": "ballotbox.js", "bytes": len(raw), "sha256": digest.hex(),
        "integrity": f"sha256-{base64.b64encode(digest).decode()}",
    }  # fmt: skip
    return json.dumps(found, indent=2) + "\n"


def main() -> int:
    """Write, or only compare."""
    text = joined()
    made = {SHIPPED / "ballotbox.js": text, SHIPPED / "ballotbox.json": facts(text)}
    if "--check" in sys.argv:
        fresh = all(path.exists() and path.read_bytes() == found.encode() for path, found in made.items())
        return 0 if fresh else 1
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for path, found in made.items():
        path.write_bytes(found.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
