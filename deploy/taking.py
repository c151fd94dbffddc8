"""Taking a backup of a running installation: the database as of one moment, and every file it names.

Only the standard library is used, so that a backup can be brought back on a machine without Lianxin.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

FORM = 1
ATTEMPTS = 3
SQLITE, DUMP = "database.sqlite3", "database.dump"
TABLE = "files_storedfile"
#: what files/shelf.py leaves half-written; never part of a backup
HALF = "half-"


class Wrong(Exception):  # noqa: N818 - what it says is printed
    """Something does not agree; the text is for the person at the terminal."""


def sha256(path: Path) -> str:
    """Digest of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def key_mark(secrets: Path) -> str:
    """Shows whether two key files are the same without telling anything about the keys."""
    held = json.loads(secrets.read_text())
    return hmac.new(json.dumps(held, sort_keys=True).encode(), b"lianxin-backup", hashlib.sha256).hexdigest()[:16]


def run(command: list[str]) -> str:
    """A program of the system; its own words when it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed programs
    except FileNotFoundError:
        raise Wrong(f"没有 {command[0]}，请安装 postgresql-client。") from None
    if done.returncode:
        raise Wrong(f"{command[0]} 失败：{done.stderr.strip()[-800:]}")
    return done.stdout


def take(data: Path, folder: Path, url: str) -> Path:
    """One complete backup below `folder`. Raises Wrong after `ATTEMPTS` that did not agree."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    last = newest(folder)
    for _ in range(ATTEMPTS):
        part = folder / f".part-{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        try:
            copy_files(data / "files", part / "files", last)
            take_database(data, part, url)
            copy_files(data / "files", part / "files", last)
            missing = disagreements(part)
            if not missing:
                drop_newer(part)
                return finish(part, folder, data, url)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    raise Wrong(f"数据库与文件对不上（例如 {missing[0]}），没有生成备份。请运行 lianxin files verify。")


def take_database(data: Path, part: Path, url: str) -> None:
    """The whole database as of one moment, while others write."""
    if url:
        command = [
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={part / DUMP}",
            f"--dbname={url}",
        ]
        run(command)
        return
    source = data / "lianxin.sqlite3"
    if not source.exists():
        raise Wrong(f"没有找到数据库 {source}。")
    with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(part / SQLITE)) as copy:
        live.backup(copy)  # one read transaction: writers go on, the copy stands on one moment
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Wrong("数据库自检不通过，没有生成备份。")


def copy_files(source: Path, target: Path, last: Path | None) -> None:
    """Add what is not there yet. A file never changes under its name, so the last backup's is linked."""
    target.mkdir(exist_ok=True, mode=0o700)
    for folder, _, names in os.walk(source) if source.is_dir() else []:
        inside = Path(folder).relative_to(source)
        (target / inside).mkdir(exist_ok=True, mode=0o700)
        for name in names:
            copy = target / inside / name
            if not name.startswith(HALF) and not copy.exists():
                copy_one(Path(folder, name), copy, last / "files" / inside / name if last else None)


def copy_one(source: Path, copy: Path, earlier: Path | None) -> None:
    """Link to the last backup or copy; a file that vanished meanwhile was moved or removed, which is fine."""
    try:
        size = source.stat().st_size
        if earlier is not None and earlier.is_file() and earlier.stat().st_size == size:
            try:
                os.link(earlier, copy)
                return
            except OSError:
                pass  # another file system: copied below
        half = copy.with_name(f"{HALF}{copy.name}")
        shutil.copy2(source, half)
        half.replace(copy)
    except FileNotFoundError:
        return


def disagreements(part: Path) -> list[str]:
    """Names of files that a row of the taken database names and that are missing or changed."""
    wrong = []
    for name, digest in rows(part):
        places = (part / "files" / name[:2] / name, part / "files" / "incoming" / name)
        found = next((p for p in places if p.is_file()), None)
        if found is None or sha256(found) != digest:
            wrong.append(name)
    return wrong


def drop_newer(part: Path) -> None:
    """Take out what came in after the database was taken; no row of it names these files."""
    known = {name for name, _ in rows(part)}
    for path in (part / "files").rglob("*"):
        if path.is_file() and path.name.split(".")[0] not in known:
            path.unlink()


def rows(part: Path) -> Iterator[tuple[str, str]]:
    """(file name, sha256) of every stored file, read from the taken database itself."""
    if (part / SQLITE).exists():
        with closing(sqlite3.connect(f"file:{part / SQLITE}?mode=ro", uri=True)) as database:
            for key, digest in database.execute("SELECT uuid, sha256 FROM files_storedfile"):
                yield key.replace("-", ""), digest
        return
    command = ["pg_restore", "--data-only", f"--table={TABLE}", "--file=-", str(part / DUMP)]
    lines = iter(run(command).splitlines())
    head = next((line for line in lines if line.startswith(f"COPY public.{TABLE} (")), "")
    names = [n.strip().strip('"') for n in head.partition("(")[2].partition(")")[0].split(",")]
    for line in lines:
        if line == "\\." or not head:
            return
        cells = dict(
            zip(names, next(csv.reader(io.StringIO(line), delimiter="\t", quoting=csv.QUOTE_NONE)), strict=True)
        )
        yield cells["uuid"].replace("-", ""), cells["sha256"]


def finish(part: Path, folder: Path, data: Path, url: str) -> Path:
    """Manifest, checksums, everything on the disk, and the final name."""
    secrets = data / "secrets.json"
    manifest = {
        "form": FORM, "taken": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "engine": "postgresql" if url else "sqlite",
        "files": sum(1 for _ in rows(part)), "keys": key_mark(secrets) if secrets.exists() else "",
    }  # fmt: skip
    (part / "manifest.json").write_text(json.dumps(manifest, indent=1))
    contents = sorted(p for p in part.rglob("*") if p.is_file())
    (part / "SHA256SUMS").write_text("".join(f"{sha256(p)}  {p.relative_to(part).as_posix()}\n" for p in contents))
    os.sync()
    target = folder / f"lianxin-{time.strftime('%Y%m%dT%H%M%S')}"
    while target.exists():
        time.sleep(1)
        target = folder / f"lianxin-{time.strftime('%Y%m%dT%H%M%S')}"
    part.replace(target)
    return target


def newest(folder: Path) -> Path | None:
    """The last complete backup of a folder."""
    found = sorted(p for p in folder.glob("lianxin-*") if (p / "SHA256SUMS").is_file())
    return found[-1] if found else None


def prune(folder: Path, keep: int) -> list[str]:
    """Remove the oldest complete backups beyond `keep`; never the newest."""
    found = sorted(p for p in folder.glob("lianxin-*") if (p / "SHA256SUMS").is_file())
    gone = found[: max(0, len(found) - max(1, keep))]
    for path in gone:
        shutil.rmtree(path)
    return [p.name for p in gone]


def put_keys_apart(data: Path, keys: Path, folder: Path) -> Path:
    """Copy secrets.json to a place of its own, named by the day."""
    if keys.resolve() == folder.resolve() or folder.resolve() in keys.resolve().parents:
        raise Wrong("密钥不能和备份放在一起，请用另一块盘或另一台机器上的目录。")
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = keys / f"secrets-{key_mark(data / 'secrets.json')}.json"
    shutil.copy2(data / "secrets.json", target)
    target.chmod(0o600)
    return target
