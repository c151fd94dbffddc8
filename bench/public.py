"""Public pages at 100,000 letters, beside a bare Wagtail page and beside nginx with the same HTML.

    .venv/bin/python bench/public.py [--letters N] [--rounds 3] [--seconds 3] [--postgres] [--json]

Promises: an uncached letter page costs no more processor time than a bare Wagtail page and a list of 20 no
more than a bare Wagtail index of 20; list and search p95 at most 100 ms for one client; through the shipped
nginx configuration at least 0.7 times what nginx serves of the same HTML as files.

Table 1: processor time of the process per request and statements, measured inside the process (WSGI).
Table 2: one client through gunicorn with the shipped configuration.
Table 3: 32 clients through nginx with one worker. Each round runs everything once, in turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bare_wagtail
import common
import seed

WORDS = ("路灯", "下水道", "幼儿园", "老人 公交站", "希望", "没有人修", "物业费 收费")
OURS = ("letter", "list", "search", "list, filtered", "home")
CLIENTS = 32
GOAL_P95, GOAL_RATIO = 100.0, 0.7
CACHED = ("list", "letter")


def pages(data: Path) -> dict[str, list[str]]:
    """What is asked for, by name."""
    known = seed.describe(data)
    return {
        "letter": known["letters"],
        "list": ["/letters/", *(f"/letters/?page={n}" for n in range(2, 12))],
        "list, filtered": [
            f"/letters/?kind={kind}&org={org}" for kind in ("help", "consult") for org in known["towns"][:4]
        ],
        "search": [f"/letters/?q={quote(word)}" for word in WORDS],
        "home": ["/"],
    }


def inside(data: Path, rounds: int, **more: str) -> dict[str, dict[str, float]]:
    """Processor time and statements per request of our pages and of the bare ones, in interleaved rounds."""
    ours = common.Probe(common.environment(data, **more))
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


def one_client(data: Path, rounds: int, seconds: float, **more: str) -> dict[str, dict[str, float]]:
    """Latency for one client through gunicorn."""
    folder = bare_wagtail.prepared()
    port = common.free_port()
    command = common.gunicorn("bare.wsgi:application", port)
    command[0] = bare_wagtail.python()
    bare = f"http://127.0.0.1:{port}"
    with ExitStack() as stack:
        base = stack.enter_context(common.platform(data, **more))
        stack.enter_context(common.running(command, bare_wagtail.environment(folder), f"{bare}/letters/", folder))
        asked = {name: (base, paths) for name, paths in pages(data).items()}
        asked |= {"Wagtail page": (bare, bare_wagtail.PAGES), "Wagtail index": (bare, bare_wagtail.INDEX_PAGE)}
        found: dict[str, list[dict[str, float]]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, (address, paths) in asked.items():
                found[name].append(common.wrk(address, paths, seconds))
    return {name: common.middle(rows) for name, rows in found.items()}


STATIC = """
server {{
    listen 127.0.0.1:{port};
    root @FOLDER@/pages;
    default_type text/html;
    charset utf-8;
    access_log off;
}}
"""


def behind_nginx(data: Path, rounds: int, seconds: float, **more: str) -> dict[str, dict[str, float]]:
    """The same HTML through the shipped configuration and as files of the same nginx."""
    ours, files = common.free_port(), common.free_port()
    with common.platform(data, **more) as web, tempfile.TemporaryDirectory() as saved:
        http = common.shipped_nginx(ours, web, data) + STATIC.format(port=files).replace("@FOLDER@/pages", saved)
        Path(saved).chmod(0o755)
        wanted = {"list": "/letters/", "letter": pages(data)["letter"][0]}
        for name, path in wanted.items():
            Path(saved, f"{name}.html").write_bytes(common.fetch(web + path))
        with common.nginx(http, f"http://127.0.0.1:{files}/list.html"):
            found: dict[str, list[dict[str, float]]] = {}
            for _ in range(rounds):
                for name, path in wanted.items():
                    for kind, address in (
                        ("nginx, shipped", (f"http://127.0.0.1:{ours}", path)),
                        ("nginx, file", (f"http://127.0.0.1:{files}", f"/{name}.html")),
                    ):
                        row = common.wrk(address[0], [address[1]], seconds, CLIENTS)
                        found.setdefault(f"{name}: {kind}", []).append(row)
                    direct = common.wrk(web, [path], seconds / 2, 4)
                    found.setdefault(f"{name}: without nginx", []).append(direct)
    return {name: common.middle(rows) for name, rows in found.items()}


def show(result: Mapping[str, Any]) -> dict[str, bool]:
    """Print the three tables; the promises and whether they are kept."""
    cost, latency, cached = result["inside"], result["one_client"], result["nginx"]
    common.table(
        ["page", "CPU ms", "statements", "bytes"],
        [[name, row["cpu"], row["sql"], int(row["bytes"])] for name, row in cost.items()],
    )
    common.table(
        ["one client", "requests/s", "p50 ms", "p95 ms", "errors"],
        [[name, row["rps"], row["p50"], row["p95"], int(row["errors"])] for name, row in latency.items()],
    )
    ratios = {n: cached[f"{n}: nginx, shipped"]["rps"] / cached[f"{n}: nginx, file"]["rps"] for n in CACHED}
    rows = [[name, row["rps"], row["p95"], int(row["errors"])] for name, row in cached.items()]
    common.table([f"{CLIENTS} clients", "requests/s", "p95 ms", "errors"], rows)
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f} of the same HTML as a file")
    goals = {f"{n} through nginx ≥ {GOAL_RATIO} of a file ({r:.2f})": r >= GOAL_RATIO for n, r in ratios.items()}
    for mine, bare in (("letter", "Wagtail page"), ("list", "Wagtail index")):
        words = f"{mine}: CPU {cost[mine]['cpu']:.1f} ms ≤ {bare} {cost[bare]['cpu']:.1f} ms"
        goals[words] = cost[mine]["cpu"] <= cost[bare]["cpu"]
        words = f"{mine}: {cost[mine]['sql']:.0f} statements ≤ {bare} {cost[bare]['sql']:.0f}"
        goals[words] = cost[mine]["sql"] <= cost[bare]["sql"]
    for name in ("list", "search", "list, filtered"):
        goals[f"{name}: p95 {latency[name]['p95']:.0f} ms ≤ {GOAL_P95:.0f} ms"] = latency[name]["p95"] <= GOAL_P95
    return goals


def on_postgresql(options: Any) -> None:
    """This program once more inside a private PostgreSQL with letters of its own."""
    steps = str(common.ROOT / ".ci" / "steps" / "with-postgres")
    more = ["--letters", str(options.letters), "--rounds", str(options.rounds), "--seconds", str(options.seconds)]
    env = os.environ | {"PG_FSYNC": "on", "BENCH_ENGINE": "postgresql"}
    code = subprocess.run([steps, sys.executable, __file__, *more], env=env, check=False).returncode
    print("PostgreSQL is not installed here" if code == 77 else "")


def main() -> int:
    """All three tables on SQLite, or on the server of ``DATABASE_URL`` when BENCH_ENGINE says so."""
    options = common.options(
        __doc__, letters=(seed.LETTERS, "letters in the database"), seconds=(3.0, "seconds of one load"),
        postgres=(False, "the same on a private PostgreSQL afterwards"),
    )  # fmt: skip
    more = {}
    print(f"{options.letters} letters, {common.machine()}", flush=True)
    with ExitStack() as stack:
        if os.environ.get("BENCH_ENGINE") == "postgresql":
            more = {"DATABASE_URL": os.environ["DATABASE_URL"]}
            data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            seed.fill(data, options.letters, **more)
            common.manage(data, "collectstatic", "--no-input", "-v0", **more)
        else:
            data = seed.prepared(options.letters)
        result = {
            "inside": inside(data, options.rounds, **more),
            "one_client": one_client(data, options.rounds, options.seconds, **more),
            "nginx": behind_nginx(data, options.rounds, options.seconds, **more),
        }
    code = common.verdict(show(result))
    if options.postgres:
        on_postgresql(options)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
