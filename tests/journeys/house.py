"""The house that the journeys walk through: a demonstration database, a server, nothing shared between workers.

The database is made once for a state of the source and a day, and copied for each worker: loading the
demonstration takes seconds, copying it takes none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.prepared import DATABASE, ROOT, alone, copy_into, private_folder, static_into

#: as few people as every office of the invented county needs; letters with every end and the week of floods
PEOPLE, LETTERS = 700, 100
SECONDS_TO_START = 60


@dataclass(frozen=True)
class House:
    """Address of the server, the password that all demonstration accounts share, and what was seen in order."""

    url: str
    password: str
    seen: Path
    #: the key of this house, for what only the wall of a room shows
    key: str


@contextmanager
def opened(folder: Path, shared: Path) -> Iterator[House]:
    """A house in `folder` whose server answers until the block ends.

    shared: a folder of this test session, for what all workers note.
    """
    kept = kept_database()
    for name in (DATABASE, "secrets.json"):
        shutil.copy2(kept / name, folder / name)
    if (kept / "portal").exists():  # pictures of the demonstration, and what is drawn from them
        shutil.copytree(kept / "portal", folder / "portal")
    static_into(folder)
    seen = shared / "seen"
    seen.mkdir(exist_ok=True)
    secrets = json.loads((folder / "secrets.json").read_text())
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        process = _serve(folder, door)  # the server alone keeps the door: when it falls, nobody waits before it
    try:
        _wait(process, url, folder)
        yield House(url, f"lianxin-{secrets['lookup'][:6].lower()}", seen, secrets["django"])
    finally:
        process.terminate()
        process.wait(20)


def _serve(folder: Path, door: socket.socket) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-b", f"fd://{door.fileno()}"]
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--threads", "4", "config.wsgi"], cwd=ROOT, env=_environment(folder),
            pass_fds=(door.fileno(),), stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip


def _environment(folder: Path) -> dict[str, str]:
    """Ours and nothing of the caller's: a DATABASE_URL or a host name of a developer would change the house."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LIANXIN_", "DJANGO_", "DATABASE_", "PYTEST_"))}
    return kept | {
        "LIANXIN_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }


def _wait(process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server did not start: {(folder / 'server.log').read_text()[-2000:]}")


def kept_database() -> Path:
    """Folder of the database for this source and day; older ones are thrown away."""
    home = private_folder("journeys")
    folder = home / _digest()
    with alone(home / "lock"):
        if folder.exists():
            return folder
        for old in home.iterdir():
            if old.is_dir():
                shutil.rmtree(old)
        making = home / "making"
        shutil.rmtree(making, ignore_errors=True)  # of a run that was interrupted
        making.mkdir()
        copy_into(making)
        _manage(making, "demo_load", "--people", str(PEOPLE), "--letters", str(LETTERS))
        making.rename(folder)
    return folder


def _digest() -> str:
    """Changes with everything that may change the demonstration: code, rules, the day it is dated from."""
    found = hashlib.sha256(f"{datetime.now(ZoneInfo('Asia/Shanghai')).date()} {PEOPLE} {LETTERS}".encode())
    for path in sorted(p for top in ("src", "config") for p in (ROOT / top).rglob("*") if p.suffix in (".py", ".toml")):
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


def _manage(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=_environment(folder), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr[-2000:]}")


if __name__ == "__main__":
    kept_database()
