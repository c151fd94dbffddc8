"""Answers requests inside one process and tells what they cost. Started by the other programs.

Reads one JSON object per line: ``{"do": "sign_in", "user": name}`` keeps a session for what follows,
``{"do": "get", "paths": [...], "count": n}`` answers n requests over the paths in turn and prints
``{"cpu": ms, "p50": ms, "p95": ms, "sql": statements, "bytes": n}``, where cpu is the processor time of the
process per request (mean, garbage collection included) and sql the median number of statements.
``{"do": "profile", ...}`` prints the dearest functions instead.
"""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import sys
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import quote, urlsplit

import django

django.setup()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

application = get_wsgi_application()
cookies: dict[str, str] = {}


class Counter:
    """Counts statements while it is installed on the connection."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)


def environ(path: str) -> dict[str, Any]:
    """A GET as gunicorn hands it over."""
    parts = urlsplit(path)
    made = {
        "REQUEST_METHOD": "GET", "PATH_INFO": parts.path.encode().decode("latin-1"), "QUERY_STRING": quote(parts.query, safe="=&%+"),
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    if cookies:
        made["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in cookies.items())
    return made


def get(path: str) -> bytes:
    """One request through the whole stack of middleware; exits when it is not answered by a page."""
    said: list[str] = []
    answer = application(environ(path), lambda status, headers, exc=None: said.append(status))
    body = b"".join(answer)
    close = getattr(answer, "close", None)
    if close:
        close()
    if not said[0].startswith("200"):
        sys.exit(f"{path}: {said[0]}")
    return body


def measure(paths: list[str], count: int) -> dict[str, float]:
    """Requests over the paths in turn; statements are counted apart so that counting costs nothing."""
    get(paths[0])
    walls = []
    began = process_time()
    size = 0
    for n in range(count):
        start = perf_counter()
        size = len(get(paths[n % len(paths)]))
        walls.append((perf_counter() - start) * 1000)
    cpu = (process_time() - began) * 1000 / count
    statements = []
    for n in range(min(count, 20)):
        counter = Counter()
        with connection.execute_wrapper(counter):
            get(paths[n % len(paths)])
        statements.append(counter.statements)
    marks = quantiles(walls, n=20, method="inclusive")
    return {"cpu": cpu, "p50": marks[9], "p95": marks[18], "sql": median(statements), "bytes": size}


def profile(paths: list[str], count: int) -> list[str]:
    """The functions that cost most of their own time."""
    for path in paths[:5]:
        get(path)
    profiler = cProfile.Profile()
    profiler.enable()
    for n in range(count):
        get(paths[n % len(paths)])
    profiler.disable()
    out = io.StringIO()
    pstats.Stats(profiler, stream=out).sort_stats("tottime").print_stats(18)
    pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(40)
    return out.getvalue().splitlines()


def sign_in(user: str) -> dict[str, bool]:
    """A session as the sign-in page makes it."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username=user), settings.AUTHENTICATION_BACKENDS[0])
    cookies.update({name: morsel.value for name, morsel in client.cookies.items()})
    return {"ok": True}


def main() -> None:
    """One answer per line until the input ends."""
    for line in sys.stdin:
        question = json.loads(line)
        do = question.pop("do")
        answer: Any = {"get": measure, "profile": profile, "sign_in": sign_in}[do](**question)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
