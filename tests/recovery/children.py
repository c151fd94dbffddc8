"""Runs parts of the platform as real processes on a database of their own, to be killed by the tests.

The processes use the embedded settings with SQLite, or DATABASE_URL's server with a database that the
test makes and drops. Jobs of this module append one line per event to the file JOB_LOG.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.prepared import DATABASE, copy_into

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
sys.path[:0] = [{root!r}, {src!r}]
import os, django
django.setup()
import tests.recovery.jobs_to_kill
{body}
"""


class Installation:
    """A folder of data with a migrated database."""

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

    def command(self, body: str) -> list[str]:
        return [sys.executable, "-c", START.format(root=str(ROOT), src=str(ROOT / "src"), body=body)]

    def start(self, body: str) -> subprocess.Popen[bytes]:
        """A process that runs Python statements with Django loaded."""
        return subprocess.Popen(self.command(body), env=self.environment, cwd=self.folder)

    def run(self, body: str) -> str:
        """The same, waited for; answers what it printed."""
        done = subprocess.run(
            self.command(body),
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def events(self) -> list[str]:
        return self.log.read_text().split()

    @contextmanager
    def running(self, body: str) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start(body)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for a condition; fails the test when it does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
