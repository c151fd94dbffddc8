"""A private PostgreSQL for tests: its own folder, its own port, gone afterwards.

It sorts text by Chinese rules (ICU) where it can, because a real server often does; whatever relies on
byte order has to ask for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "没有 PostgreSQL（Debian: apt-get install postgresql），这一项跳过"
_LOCALES = (["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-CN"], ["--locale=C.UTF-8"])


def binaries() -> Path | None:
    """Folder with ``initdb`` and ``pg_ctl`` of the newest version, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]))
    beside = shutil.which("initdb")
    folders = [*found[::-1], *([Path(beside).parent] if beside else [])]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def can_start() -> bool:
    """Whether a server could be started here: programs, and an ordinary user when we are root."""
    return binaries() is not None and (os.getuid() != 0 or _exists("postgres"))


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@contextmanager
def private_server() -> Iterator[str]:
    """Start a server, answer its ``DATABASE_URL`` (database ``postgres``), stop it by its own pid file.

    Raises FileNotFoundError when there is no PostgreSQL; ask `can_start` first.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="lianxin-pg-"))
    folder.chmod(0o711)
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
    data, port = folder / "data", _free_port()
    _initialise(programs, data)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100"
    _run([programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
    try:
        yield f"postgres://lianxin@127.0.0.1:{port}/postgres"
    finally:
        _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, data: Path) -> None:
    for number, words in enumerate(_LOCALES, 1):
        try:
            _run([programs / "initdb", "-D", data, "-A", "trust", "-U", "lianxin", "-E", "UTF8", *words])
        except subprocess.CalledProcessError:
            if number == len(_LOCALES):
                raise
            shutil.rmtree(data, ignore_errors=True)
        else:
            return


def _run(command: list[str | Path]) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    words = [*as_user, *map(str, command)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=120)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
