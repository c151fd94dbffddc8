"""Starts the web server and the background process, restarts what dies, and stops both cleanly.

Run as a plain script by ``lianxin serve``: it loads neither Django nor this package, so that the
process which does nothing but wait needs a few megabytes.

Exit codes: 0 stopped on request, 2 the port is taken.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 25.0
LONGEST_PAUSE = 30.0
#: seconds after which the background process starts even though the web server does not answer
PATIENCE = 20.0
#: seconds between two looks at the children when nothing wakes us (the death of a child does)
IDLE = 30.0
_PR_SET_PDEATHSIG = 1


#: what wakes the supervisor; blocked in it and taken by sigtimedwait, so that nothing is missed
_AWAITED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def _in_child() -> None:
    """Before exec: take signals again, and when the supervisor is killed go too (Linux).

    Else an orphan would hold the port and the next start would find it taken.
    """
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that must run. Restarted after 1, 2, 4 … 30 s, at once when it had run for a while."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    not_before: float = field(default=0.0)

    def start(self, folder: Path, environment: dict[str, str]) -> None:
        """Start the program."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=_in_child,  # noqa: PLW1509 - the supervisor has one thread
        )

    def noticed_dead(self) -> bool:
        """True once when the program has ended; plans the next start."""
        if self.process is None or self.process.poll() is None:
            return False
        code = self.process.returncode
        self.process = None
        lived = time.monotonic() - self.began
        self.deaths = 0 if lived > 60 else self.deaths + 1
        self.not_before = time.monotonic() + min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1) if self.deaths else 0.0)
        say(f"{self.name} 已退出（{code}），即将重新启动")
        return True


def say(text: str) -> None:
    """One line for the person at the terminal or the journal."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the console program


def port_is_free(host: str, port: int) -> bool:
    """True when somebody could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def is_ready(host: str, port: int) -> bool:
    """True when ``/healthz`` answers 200."""
    url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '') else host}:{port}/healthz"  # noqa: S104 - compared only
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Supervisor:
    """Keeps the children running until SIGTERM or SIGINT."""

    def __init__(self, root: Path, host: str, port: int) -> None:
        self.root, self.host, self.port = root, host, port
        self.stopping = False
        self.environment = child_environment(port)
        python = sys.executable
        web = [python, "-m", "gunicorn", "-c", str(root / "config" / "gunicorn.py"), "-b", f"{host}:{port}"]
        # the same id for every restart: the successor takes over the job of the dead one at once
        worker_id = f"serve-{os.getpid()}-{secrets.token_hex(4)}"
        back = [python, str(root / "manage.py"), "background", "--worker-id", worker_id]
        self.children = [Child("网页服务", [*web, "config.wsgi:application"]), Child("后台服务", back)]

    def run(self) -> int:
        """Start, watch, stop."""
        if not port_is_free(self.host, self.port):
            say(f"端口 {self.port} 已被占用。请先停掉占用它的程序，或用 PORT=其他端口 启动。")
            return 2
        signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
        ready, began = False, time.monotonic()
        while not self.stopping:
            # the web server first: both load the same code, and a person waits for the page
            late = ready or time.monotonic() - began > PATIENCE
            self._keep_running(self.children if late else self.children[:1])
            if not ready and is_ready(self.host, self.port):
                ready = True
                say(f"连心桥已就绪：http://{self.host}:{self.port}/ （Ctrl+C 停止）")
            else:
                self._sleep(self._until_next_start() if ready else 0.2)
        self._end()
        return 0

    def _sleep(self, seconds: float) -> None:
        """Sleep until a child ends or somebody wants us to stop, at most `seconds`."""
        got = signal.sigtimedwait(_AWAITED, seconds)
        if got is not None and got.si_signo != signal.SIGCHLD:
            self.stopping = True

    def _keep_running(self, children: list[Child]) -> None:
        for child in children:
            child.noticed_dead()
            if child.process is None and time.monotonic() >= child.not_before:
                child.start(self.root, self.environment)

    def _until_next_start(self) -> float:
        waits = [child.not_before - time.monotonic() for child in self.children if child.process is None]
        return min([IDLE, *(max(0.0, wait) for wait in waits)])

    def _end(self) -> None:
        say("正在停止，请稍候")
        alive = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in alive:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def child_environment(port: int) -> dict[str, str]:
    """What the children see: fewer malloc arenas (threads otherwise cost memory), and their own address."""
    environment = dict(os.environ)
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    environment.setdefault("LIANXIN_URL", f"http://127.0.0.1:{port}")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    environment.setdefault("PYTHONUNBUFFERED", "1")
    return environment


def main() -> None:
    """``supervisor.py ROOT HOST PORT``."""
    root, host, port = sys.argv[1:4]
    sys.exit(Supervisor(Path(root), host, int(port)).run())


if __name__ == "__main__":
    main()
