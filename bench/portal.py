"""The portal at 10,000 items in 300 sites, beside a bare Wagtail and beside nginx with the same HTML.

    .venv/bin/python bench/portal.py [--rounds 3] [--seconds 3] [--json]

Promises: an uncached article costs no more processor time than a bare Wagtail page and at most 9 statements, a
column of 20 no more than a bare Wagtail index of 20; anonymous pages through the shipped nginx configuration at
least 0.7 times what nginx serves of the same HTML as files. First load on a phone: bench/phone.py.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bare_wagtail
import common
import portal_seed
from public import CLIENTS, GOAL_RATIO, STATIC

WORDS = ("路灯", "下水道", "老人 公交站", "物业费", "做法")
PAGES = ("home", "site", "column", "article", "topic", "search")
GOAL_STATEMENTS = 9


def pages(data: Path) -> dict[str, list[str]]:
    """What is asked for, by name; kinds that the data has none of are left out."""
    known = portal_seed.describe(data) | {"search": [f"/search/?q={quote(word)}" for word in WORDS]}
    return {name: known[name] for name in PAGES if known[name]}


def inside(data: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Processor time and statements per request, in interleaved rounds with the bare pages."""
    ours = common.Probe(common.environment(data))
    folder = bare_wagtail.prepared()
    bare = common.Probe(bare_wagtail.environment(folder), folder, bare_wagtail.python())
    asked = {name: (ours, paths) for name, paths in pages(data).items()}
    asked |= {"Wagtail page": (bare, bare_wagtail.PAGES), "Wagtail index": (bare, bare_wagtail.INDEX_PAGE)}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in asked}
    for _ in range(rounds + 1):
        for name, (probe, paths) in asked.items():
            found[name].append(probe.ask(do="get", paths=paths, count=80))
    for probe in (ours, bare):
        probe.close()
    return {name: common.middle(rows[1:]) for name, rows in found.items()}


def behind_nginx(data: Path, rounds: int, seconds: float) -> dict[str, dict[str, float]]:
    """One page of each kind through the shipped configuration and as a file of the same nginx."""
    ours, files = common.free_port(), common.free_port()
    wanted = {name: paths[0] for name, paths in pages(data).items()}
    found: dict[str, dict[str, list[dict[str, float]]]] = {}
    with common.platform(data) as web, tempfile.TemporaryDirectory() as saved:
        http = common.shipped_nginx(ours, web, data) + STATIC.format(port=files).replace("@FOLDER@/pages", saved)
        Path(saved).chmod(0o755)
        for name, path in wanted.items():
            Path(saved, f"{name}.html").write_bytes(common.fetch(web + path))
        with common.nginx(http, f"http://127.0.0.1:{files}/home.html"):
            for _ in range(rounds):
                for name, path in wanted.items():
                    both = found.setdefault(name, {"shipped": [], "file": []})
                    # a page that nobody asked for lately is fetched once, and whoever else asks meanwhile looks again
                    # after half a second (nginx's lock of the cache): the promise is about pages in demand
                    common.fetch(f"http://127.0.0.1:{ours}{path}")
                    both["shipped"].append(common.wrk(f"http://127.0.0.1:{ours}", [path], seconds, CLIENTS))
                    both["file"].append(common.wrk(f"http://127.0.0.1:{files}", [f"/{name}.html"], seconds, CLIENTS))
    rows = {name: {kind: common.middle(many) for kind, many in both.items()} for name, both in found.items()}
    return {
        name: {"shipped": both["shipped"]["rps"], "file": both["file"]["rps"], "errors": both["shipped"]["errors"],
               "ratio": both["shipped"]["rps"] / both["file"]["rps"]}
        for name, both in rows.items()
    }  # fmt: skip


def show(result: Mapping[str, Any]) -> dict[str, bool]:
    """Print both tables; the promises and whether they are kept."""
    cost, cached = result["inside"], result["nginx"]
    head = ["page", "CPU ms", "p50 ms", "p95 ms", "statements", "bytes"]
    keys = ("cpu", "p50", "p95", "sql")
    common.table(head, [[name, *(row[key] for key in keys), int(row["bytes"])] for name, row in cost.items()])
    head = [f"{CLIENTS} clients", "shipped, requests/s", "as a file, requests/s", "ratio", "errors"]
    rows = [[n, row["shipped"], row["file"], round(row["ratio"], 2), int(row["errors"])] for n, row in cached.items()]
    common.table(head, rows)
    goals = {
        f"{n} through nginx {row['ratio']:.2f} ≥ {GOAL_RATIO}": row["ratio"] >= GOAL_RATIO for n, row in cached.items()
    }
    for mine, bare in (("article", "Wagtail page"), ("column", "Wagtail index")):
        words = f"{mine}: CPU {cost[mine]['cpu']:.1f} ms ≤ {bare} {cost[bare]['cpu']:.1f} ms"
        goals[words] = cost[mine]["cpu"] <= cost[bare]["cpu"]
    statements = cost["article"]["sql"]
    goals[f"article: {statements:.0f} statements ≤ {GOAL_STATEMENTS}"] = statements <= GOAL_STATEMENTS
    return goals


def main() -> int:
    """Both tables."""
    options = common.options(__doc__, seconds=(3.0, "seconds of one load"))
    data = portal_seed.prepared()
    print(f"{portal_seed.describe(data)['counts']}, {common.machine()}", flush=True)
    result = {"inside": inside(data, options.rounds), "nginx": behind_nginx(data, options.rounds, options.seconds)}
    code = common.verdict(show(result))
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
