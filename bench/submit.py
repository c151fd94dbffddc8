"""Sending letters through the form: statements per letter, letters per second with 1 and with 8 clients.

    .venv/bin/python bench/submit.py [--seconds 6] [--rounds 3] [--json]

Promise: at most 30 statements. Every letter is a whole POST of the third step through gunicorn with the
shipped configuration: form, personal-data check, query code with its slow hash, letter, clocks, search
index, audit line, notices. Photos are left out. PostgreSQL (with fsync) is measured when it is installed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import quantiles
from typing import Any

import common

GOAL_SQL = 30
CLIENTS = (1, 8)
WORDS = {
    "step": "3", "kind": "help", "door": "", "title": "村口的路灯坏了", "demand": "请尽快派人来修。",
    "body": "村口小卖部到渡口的路灯从上个月开始就不亮了，老人晚上出门看不清路，请派人来看一看。", "wants_public": "yes",
    "place": "小卖部到渡口", "nickname": "河边人家", "go": "next",
}  # fmt: skip


def form(base: str) -> tuple[str, str]:
    """(cookie, token) of an opened form."""
    with urllib.request.urlopen(f"{base}/letters/new/", timeout=20) as answer:
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        page = answer.read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        sys.exit("the form has no token")
    return cookie, found.group(1)


def send(base: str, cookie: str, token: str) -> None:
    """One letter; exits when it was not received."""
    body = urllib.parse.urlencode(WORDS | {"key": secrets.token_urlsafe(24), "csrfmiddlewaretoken": token}).encode()
    headers = {"Cookie": cookie, "Referer": f"{base}/letters/new/"}
    request = urllib.request.Request(f"{base}/letters/new/", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"a letter was refused: {error.code}")


def load(base: str, clients: int, seconds: float) -> dict[str, float]:
    """Letters per second and latency while some clients send one letter after another."""
    cookie, token = form(base)
    times: list[float] = []
    end = time.monotonic() + seconds

    def client() -> None:
        while time.monotonic() < end:
            began = time.perf_counter()
            send(base, cookie, token)
            times.append((time.perf_counter() - began) * 1000)

    crew = [threading.Thread(target=client) for _ in range(clients)]
    began = time.monotonic()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    marks = quantiles(times, n=20, method="inclusive")
    return {"rps": len(times) / (time.monotonic() - began), "p50": marks[9], "p95": marks[18]}


COUNT = """
import sys; sys.path[:0] = [{root!r}, {src!r}]
import django; django.setup()
from time import process_time
from django.db import connection
from django.test import Client
client, counts, costs = Client(HTTP_HOST="127.0.0.1"), [], []
for n in range(5):
    seen, began = [], process_time()
    with connection.execute_wrapper(lambda execute, sql, *more: (seen.append(sql), execute(sql, *more))[1]):
        answer = client.post("/letters/new/", {words!r} | {{"key": f"benchmark-key-{{n}}-" + "x" * 20}})
    assert answer.status_code == 200, answer.status_code
    counts.append(len(seen))
    costs.append((process_time() - began) * 1000)
print(sorted(counts)[2], sorted(costs)[2], *(" ".join(s.split()[:3]) for s in seen), sep="\\n")
"""


def statements(data: Path, **more: str) -> tuple[int, float, list[str]]:
    """Statements and processor ms of one POST inside the process (the middle of five), and how each begins."""
    code = COUNT.format(root=str(common.ROOT), src=str(common.ROOT / "src"), words=WORDS)
    env = common.environment(data, **more)
    done = subprocess.run([common.PYTHON, "-c", code], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-1500:])
    lines = done.stdout.splitlines()
    return int(lines[0]), float(lines[1]), lines[2:]


def measure(rounds: int, seconds: float, **more: str) -> dict[str, Any]:
    """A fresh installation with the demonstration's county; interleaved rounds of 1 and 8 clients."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        common.manage(data, "migrate", "--no-input", "-v0", **more)
        common.manage(data, "collectstatic", "--no-input", "-v0", **more)
        common.manage(data, "demo_load", "--letters", "30", **more)
        number, cpu, begin = statements(data, **more)
        found: dict[int, list[dict[str, float]]] = {clients: [] for clients in CLIENTS}
        with common.platform(data, **more) as base:
            for _ in range(rounds):
                for clients in CLIENTS:
                    found[clients].append(load(base, clients, seconds))
        return {
            "sql": number,
            "cpu": cpu,
            "begin": begin,
            "load": {str(c): common.middle(rows) for c, rows in found.items()},
        }


def on_postgresql(options: Any) -> dict[str, Any] | None:
    """This program once more inside a private PostgreSQL; None when there is none."""
    steps = str(common.ROOT / ".ci" / "steps" / "with-postgres")
    command = [steps, sys.executable, __file__, "--rounds", str(options.rounds), "--seconds", str(options.seconds)]
    env = os.environ | {"PG_FSYNC": "on", "BENCH_ENGINE": "postgresql"}
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 77:
        print("PostgreSQL is not installed here")
        return None
    if done.returncode:
        sys.exit("the run on PostgreSQL failed")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """Both engines, one table."""
    options = common.options(__doc__, seconds=(6.0, "seconds of one load"))
    if os.environ.get("BENCH_ENGINE") == "postgresql":
        print(json.dumps(measure(options.rounds, options.seconds, DATABASE_URL=os.environ["DATABASE_URL"])))
        return 0
    print(common.machine(), flush=True)
    results = {"SQLite": measure(options.rounds, options.seconds)}
    if (other := on_postgresql(options)) is not None:
        results["PostgreSQL"] = other
    rows = [
        [engine, r["sql"], r["cpu"], int(clients), x["rps"], x["p50"], x["p95"]]
        for engine, r in results.items()
        for clients, x in r["load"].items()
    ]
    common.table(["engine", "statements", "CPU ms", "clients", "letters/s", "p50 ms", "p95 ms"], rows)
    goals = {f"{e}: {r['sql']} statements ≤ {GOAL_SQL}": r["sql"] <= GOAL_SQL for e, r in results.items()}
    code = common.verdict(goals)
    if code:
        print("\n".join(results["SQLite"]["begin"]))
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
