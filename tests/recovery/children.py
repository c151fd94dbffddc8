"""Runs parts of the platform as real processes on a database of their own, to be killed by the tests.

The processes use the embedded settings with SQLite, or DATABASE_URL's server with a database that the
test makes and drops. Jobs of this module append one line per event to the file JOB_LOG.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import psycopg

from tests.prepared import DATABASE, copy_into, tables_on_server

ROOT = Path(__file__).resolve().parents[2]


class Mother:
    """The process of `tests.recovery.mother` for all installations of one settings module."""

    _known: ClassVar[dict[str, Mother]] = {}

    @classmethod
    def of(cls, environment: dict[str, str]) -> Mother:
        """Started when it is first needed; it ends with the tests."""
        module = environment["DJANGO_SETTINGS_MODULE"]
        if module not in cls._known:
            cls._known[module] = cls(environment)
            atexit.register(cls._known[module].close)
        return cls._known[module]

    def __init__(self, environment: dict[str, str]) -> None:
        self._line = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.recovery.mother"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **asked: object) -> dict[str, Any]:
        """Its answer to one question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._line:
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            return dict(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it; what it started is left alone."""
        self._process.communicate(timeout=20)


class Child:
    """A process that runs Python statements with Django loaded; the part of `subprocess.Popen` that the tests use."""

    def __init__(self, environment: dict[str, str], folder: Path, body: str, to: str = "") -> None:
        self._mother, self._code = Mother.of(environment), None
        self.pid = int(self._mother.ask(body=body, to=to, environment=environment, folder=str(folder))["pid"])

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self._code is None:
            self._code = self._mother.ask(wait=self.pid)["code"]
        return self._code

    def wait(self, timeout: float = 120) -> int:
        """The exit code. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise TimeoutError(self.pid)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """To this process alone."""
        if self.poll() is None:  # nobody has waited for it, so the number is still its own
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it and all that it started."""
        if self.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)


class Installation:
    """A folder of data with a migrated database. `environment` counts as it is when a process starts."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.database_url = database_url
        self.log = folder / "events.txt"
        self.log.touch()
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "PYTEST", "DATABASE"))},
            "LIANXIN_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.production" if database_url else "config.settings.embedded",
            "JOB_LOG": str(self.log),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def migrate(self) -> Installation:
        """Make the tables; on SQLite they are copied from those made before."""
        if self.database_url:
            self.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        elif not (self.folder / DATABASE).exists():
            copy_into(self.folder)
        return self

    def start(self, body: str, to: str = "") -> Child:
        """A process that runs Python statements with Django loaded."""
        return Child(self.environment, self.folder, body, to)

    def run(self, body: str) -> str:
        """The same, waited for; answers what it printed."""
        with tempfile.TemporaryDirectory() as folder:
            to = str(Path(folder, "said"))
            code = self.start(body, to).wait()
            assert code == 0, f"exit code {code}\n{Path(f'{to}.err').read_text()}"
            return Path(f"{to}.out").read_text()

    def events(self) -> list[str]:
        return self.log.read_text().split()

    @contextmanager
    def running(self, body: str) -> Iterator[Child]:
        process = self.start(body)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """One with tables: on SQLite files, or in a database of its own on the server that DATABASE_URL names."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Installation(folder).migrate()
        return
    name = f"installed_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{tables_on_server(server)}"')
    try:
        yield Installation(folder, server.rsplit("/", 1)[0] + f"/{name}")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for a condition; fails the test when it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
