"""What the measuring programs share: private servers on loopback, bounded load, medians, tables.

Nothing here touches an existing installation: every server stands on a free port of 127.0.0.1 with
data in a folder of its own, and ends with the program that started it. Prepared data are kept in
``LIANXIN_BENCH`` (default: ``lianxin-bench`` in the temporary folder) for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent
KEPT = Path(os.environ.get("LIANXIN_BENCH") or Path(tempfile.gettempdir()) / "lianxin-bench")
PYTHON = sys.executable
READY_SECONDS = 60.0


def options(doc: str | None, **extra: tuple[Any, str]) -> argparse.Namespace:
    """The options of every program, and its own as ``name=(default, help)``."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds; the median counts (at least 3)")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    for name, (default, words) in extra.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(default, bool):
            parser.add_argument(flag, action="store_true", help=words)
        else:
            parser.add_argument(flag, type=type(default), default=default, help=f"{words} (default {default})")
    return parser.parse_args()


def fingerprint(paths: Iterable[Path], *more: object) -> str:
    """Twelve characters that change with the contents of the files and with `more`."""
    digest = hashlib.blake2b(repr(more).encode(), digest_size=6)
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    """Settings of a private installation: SQLite in `data`, or the server of ``DATABASE_URL`` in `more`."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "LIANXIN", "DATABASE", "REDIS"))}
    module = "config.settings.production" if "DATABASE_URL" in more else "config.settings.embedded"
    house = {"LIANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": module, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    return inherited | house | {"LIANXIN_HTTPS": "0", "LIANXIN_STAFF_MFA": "0", "LIANXIN_ACCEL": ""} | more


def manage(data: Path, *arguments: str, **more: str) -> str:
    """Run a command of the platform on the data; answers what it printed."""
    command = [PYTHON, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=environment(data, **more), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def running(
    command: Sequence[str], env: Mapping[str, str], ready: str, cwd: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A server until the end of the block; entered when the address `ready` answers anything below 500."""
    process = subprocess.Popen(command, env=dict(env), cwd=cwd, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        wait_for(ready, process)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Until the address answers; exits when the server ended or `READY_SECONDS` are over."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            sys.exit(f"the server ended with {process.returncode} before it answered: {url}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(f"nobody answered in {READY_SECONDS:.0f} s: {url}")


def gunicorn(application: str, port: int, processes: int = 1) -> list[str]:
    """The command of a web server with the shipped configuration."""
    config = ["-c", str(ROOT / "config" / "gunicorn.py"), "-w", str(processes)]
    return [PYTHON, "-m", "gunicorn", *config, "-b", f"127.0.0.1:{port}", application]


@contextmanager
def platform(data: Path, processes: int = 1, **more: str) -> Iterator[str]:
    """Our web process on the data; gives its address."""
    port = free_port()
    env = environment(data, **more)
    with running(gunicorn("config.wsgi:application", port, processes), env, f"http://127.0.0.1:{port}/healthz"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def nginx(http: str, ready: str) -> Iterator[Path]:
    """An nginx with one worker and the given ``http { }`` text; gives its folder."""
    if shutil.which("nginx") is None:
        sys.exit("nginx is not installed (apt-get install nginx-light wrk)")
    with tempfile.TemporaryDirectory(prefix="lianxin-nginx-") as name:
        folder = Path(name)
        who = "user root;\n" if os.geteuid() == 0 else ""
        temporary = " ".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"{who}worker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
            f"events {{ worker_connections 1024; }}\nhttp {{\n"
            f"include /etc/nginx/mime.types;\nsendfile on; tcp_nopush on;\n{temporary}\n"
            f"{http.replace('@FOLDER@', name)}\n}}\n"
        )
        command = [
            "nginx",
            "-p",
            name,
            "-c",
            str(folder / "nginx.conf"),
            "-e",
            f"{name}/error.log",
            "-g",
            "daemon off;",
        ]
        with running(command, os.environ, ready, folder):
            yield folder


def shipped_nginx(port: int, web: str, data: Path) -> str:
    """deploy/nginx.conf as it stands, with this machine's ports and folders and without TLS."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^\s*(listen \[::\]|ssl_).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("server_name letters.example.gov.cn;", "server_name _;")
    text = text.replace("server 127.0.0.1:8000;", f"server {web.removeprefix('http://')};")
    text = text.replace("/var/cache/nginx/lianxin", "@FOLDER@/cache").replace("/var/log/lianxin", "@FOLDER@")
    return text.replace("/var/lib/lianxin", str(data))


LUA = """
local paths = {}
for line in io.lines("@PATHS@") do paths[#paths + 1] = line end
local at = @START@
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("\\nRESULT %f %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, e.status + e.connect + e.read + e.write + e.timeout))
end
"""


def wrk(base: str, paths: Sequence[str], seconds: float, clients: int = 1) -> dict[str, float]:
    """Load for some seconds over the paths in turn: rps, p50 and p95 in ms, errors."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed (apt-get install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "paths")
        names.write_text("\n".join(paths))
        script = Path(folder, "load.lua")
        script.write_text(LUA.replace("@PATHS@", str(names)).replace("@START@", str(time.monotonic_ns() % len(paths))))
        command = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{max(1, round(seconds))}s",
            "--timeout",
            "20s",
            "-s",
            str(script),
            base,
        ]
        out = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    rps, p50, p95, errors = (float(x) for x in out.partition("RESULT ")[2].split()[:4])
    return {"rps": rps, "p50": p50, "p95": p95, "errors": errors}


def fetch(url: str) -> bytes:
    """The body of an address."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return bytes(answer.read())


class Probe:
    """A process with Django loaded that answers requests inside itself; see probe.py."""

    def __init__(self, env: Mapping[str, str], cwd: Path = ROOT, python: str = PYTHON) -> None:
        self.process = subprocess.Popen(
            [python, "-P", str(HERE / "probe.py")],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: Any) -> Any:
        """One question, one answer."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the probe has no pipes")
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit("the probe ended; its error stands above")
        return json.loads(answer)

    def close(self) -> None:
        """Let it end."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(20)


def middle(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure over the rounds."""
    return {key: round(median(row[key] for row in rows), 2) for key in rows[0]}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A Markdown table, as docs/bench.md takes it over."""
    print(f"| {' | '.join(head)} |\n|{'|'.join('---' for _ in head)}|")
    for row in rows:
        print(f"| {' | '.join(_shown(cell) for cell in row)} |", flush=True)
    print()


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell >= 1000 else f"{cell:.2f}".rstrip("0").rstrip(".")
    return str(cell)


def verdict(goals: Mapping[str, bool]) -> int:
    """Say which promises are kept; the exit code (0 all, 1 not all)."""
    for words, kept in goals.items():
        print(f"{'kept   ' if kept else 'MISSED '} {words}")
    return 0 if all(goals.values()) else 1


def machine() -> str:
    """Processor count and load, so that a table tells under which circumstances it was made."""
    return f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start"
