"""Tables made once for a state of the migrations, and copied wherever a test wants a fresh installation.

Running every migration takes twenty seconds of a processor, copying the result takes none. The copy lies in
the folder for temporary files under a name that changes with every migration and every version of a library.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "lianxin.sqlite3"
KEPT_SECONDS = 24 * 3600


def tables() -> Path:
    """A SQLite file with every table and nothing that a person wrote; one process makes it, the others wait."""
    home = private_folder("tables")
    state = _digest()
    made = home / f"{state}.sqlite3"
    with alone(home / f"{state}.lock"):
        if not made.exists():
            for old in [*home.glob("*.sqlite3"), *home.glob("*.sql")]:
                if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                    old.unlink(missing_ok=True)
            _make(home / f"making-{state}", made)
    return made


def copy_into(folder: Path) -> None:
    """Give a data folder the tables that `migrate` would make there."""
    shutil.copy2(tables(), folder / DATABASE)


def static_into(folder: Path) -> None:
    """Give a data folder the static files that `collectstatic` would put there, as a link to those that are kept."""
    target = folder / "static"
    if target.is_dir():
        target.rmdir()  # the settings make an empty one
    target.symlink_to(_static(), target_is_directory=True)


def tables_on_server(url: str) -> str:
    """Name of a database on that PostgreSQL server to copy from (``CREATE DATABASE … TEMPLATE …``).

    url: address of any database there. The first call on a machine runs the migrations and keeps what `pg_dump`
    writes; later calls, on whatever server, read it back.
    """
    name = f"tables_{_digest()}"
    home = private_folder("tables")
    script = home / f"{_digest()}.sql"
    base = url.rsplit("/", 1)[0]
    with alone(home / f"{_digest()}-server.lock"):
        with psycopg.connect(url, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return name
            connection.execute(f'CREATE DATABASE "{name}_new"')
        fresh = f"{base}/{name}_new".replace("postgres://", "postgresql://")
        if script.exists():
            _run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", script, fresh])
        else:
            _manage(
                home / f"making-{_digest()}-server",
                "migrate",
                DATABASE_URL=f"{base}/{name}_new",
                DJANGO_SETTINGS_MODULE="config.settings.test",
            )
            _run(["pg_dump", "--no-owner", "-f", script.with_suffix(".new"), fresh])
            script.with_suffix(".new").rename(script)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def _static() -> Path:
    home = private_folder("static")
    files = sorted(p for folder in (ROOT / "src").rglob("static") for p in folder.rglob("*") if p.is_file())
    state = _digest_of([*files, ROOT / "requirements/run.txt", ROOT / "config/settings/base.py"])
    made = home / state
    with alone(home / "lock"):
        if not made.exists():
            for old in home.iterdir():
                if old.is_dir() and time.time() - old.stat().st_mtime > KEPT_SECONDS:
                    shutil.rmtree(old)
            _manage(home / f"making-{state}", "collectstatic", "--no-input")
            (home / f"making-{state}" / "static").rename(made)
            shutil.rmtree(home / f"making-{state}")
    return made


def _run(command: list[str | Path]) -> None:
    folder = postgres.binaries()
    program = str(folder / command[0]) if folder else command[0]
    done = subprocess.run([program, *map(str, command[1:])], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")


@contextmanager
def tables_in_memory(name: str) -> Iterator[None]:
    """Fill the shared database in memory of that URI; it lives at least until the block ends."""
    with closing(sqlite3.connect(name, uri=True)) as target:
        with closing(sqlite3.connect(tables())) as source:
            source.backup(target)
        yield


def private_folder(name: str) -> Path:
    """A folder for temporary files that only this user may read."""
    home = Path(tempfile.gettempdir()) / f"lianxin-{name}-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.stat().st_uid != os.getuid():
        raise RuntimeError(f"{home} belongs to somebody else")
    return home


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    migrations = (p for p in (ROOT / "src").rglob("*.py") if p.parent.name == "migrations")
    return _digest_of([*migrations, ROOT / "requirements/run.txt", ROOT / "config/settings/base.py"])


def _digest_of(files: list[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:20]


def _make(folder: Path, target: Path) -> None:
    _manage(folder, "migrate")
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("PRAGMA journal_mode = DELETE")  # a database in memory cannot be read from a log beside it
    (folder / DATABASE).rename(target)
    shutil.rmtree(folder)


def _manage(folder: Path, *command: str, **more: str) -> None:
    """Run a command on a new data folder."""
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was interrupted
    folder.mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LIANXIN_", "DJANGO_", "DATABASE_", "PYTEST_"))}
    environment = kept | {"LIANXIN_DATA": str(folder), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.embedded"} | more
    whole = [sys.executable, "manage.py", *command, "-v0"]
    done = subprocess.run(whole, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr[-2000:]}")


if __name__ == "__main__":
    # what the first tests would make while the others wait; on PostgreSQL when the address of a server is given
    tables_on_server(os.environ["DATABASE_URL"]) if os.environ.get("DATABASE_URL") else tables()
