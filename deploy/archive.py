"""Backups of an installation while it runs, and bringing one back. Called by backup.sh and restore.sh.

    archive.py backup FOLDER [--keep N] [--keys FOLDER] [--json]
    archive.py restore BACKUP NEWDATA [--keys FILE] [--database-url URL] [--json]

A backup is a folder ``lianxin-YYYYmmddTHHMMSS`` with the database (``database.sqlite3`` through SQLite's own
backup interface, or ``database.dump`` by pg_dump), the uploaded files, ``manifest.json`` and ``SHA256SUMS``.
The keys of the installation (``secrets.json``) are *not* in it: whoever finds a backup must not be able to
read the sealed fields. ``--keys`` copies them to another place, which should be another disk or a safe.

Database and files agree: the files are copied before and after the database is taken, and every file that
a row of the taken database names must then be there with the checksum of its row, else the backup is taken
again. Exit codes: 0 done, 1 something does not agree, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path

from taking import DUMP, FORM, SQLITE, Wrong, key_mark, prune, put_keys_apart, run, sha256, take

ROOT = Path(__file__).resolve().parents[1]


def check(backup: Path) -> dict[str, object]:
    """The manifest of a backup whose every file has its checksum. Raises Wrong for anything else."""
    sums = backup / "SHA256SUMS"
    if not sums.is_file():
        raise Wrong(f"{backup} 不是完整的备份（没有 SHA256SUMS）。")
    for line in sums.read_text().splitlines():
        digest, _, name = line.partition("  ")
        path = backup / name
        if not path.is_file() or sha256(path) != digest:
            raise Wrong(f"备份损坏：{name}")
    manifest: dict[str, object] = json.loads((backup / "manifest.json").read_text())
    if manifest["form"] != FORM:
        raise Wrong("这份备份由更新的版本生成，请用对应版本恢复。")
    return manifest


def bring_back(backup: Path, data: Path, keys: Path | None, url: str) -> dict[str, object]:
    """Everything into a new, empty place. Nothing that exists is overwritten."""
    manifest = check(backup)
    postgresql = manifest["engine"] == "postgresql"
    if postgresql and not url:
        raise Wrong("这是 PostgreSQL 的备份，请用 --database-url 指定一个空数据库。")
    if data.exists() and any(data.iterdir()):
        raise Wrong(f"{data} 不是空目录，没有改动。请恢复到新目录。")
    if keys is not None and manifest["keys"] and key_mark(keys) != manifest["keys"]:
        raise Wrong("密钥文件与备份不是同一套，加密的个人信息会打不开。没有改动。")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if postgresql:
        run(
            [
                "pg_restore",
                "--no-owner",
                "--no-privileges",
                "--exit-on-error",
                "--single-transaction",
                f"--dbname={url}",
                str(backup / DUMP),
            ]
        )
    else:
        shutil.copy2(backup / SQLITE, data / "lianxin.sqlite3")
        (data / "lianxin.sqlite3").chmod(0o600)
    shutil.copytree(backup / "files", data / "files")
    if keys is not None:
        shutil.copy2(keys, data / "secrets.json")
        (data / "secrets.json").chmod(0o600)
    return manifest


def arguments() -> argparse.Namespace:
    """Both verbs."""
    parser = argparse.ArgumentParser(prog="archive.py", description="备份与恢复。密钥另外保管，不在备份里。")
    verbs = parser.add_subparsers(dest="verb", required=True)
    backup = verbs.add_parser("backup", help="运行中备份到一个目录")
    backup.add_argument("folder", type=Path)
    backup.add_argument("--keep", type=int, default=0, metavar="N", help="只保留最近 N 份（默认全部保留）")
    backup.add_argument("--keys", type=Path, metavar="目录", help="把密钥文件复制到另一处（不能在备份目录里）")
    restore = verbs.add_parser("restore", help="恢复到一个新目录")
    restore.add_argument("backup", type=Path)
    restore.add_argument("data", type=Path)
    restore.add_argument("--keys", type=Path, metavar="文件", help="当时的 secrets.json")
    restore.add_argument("--database-url", default="", help="PostgreSQL：恢复到这个空数据库")
    for verb in (backup, restore):
        verb.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")
    return parser.parse_args()


def main() -> int:
    """One verb; the person reads Chinese sentences, programs the last line."""
    options = arguments()
    began = time.monotonic()
    try:
        figures = backup_verb(options) if options.verb == "backup" else restore_verb(options)
    except Wrong as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    figures["seconds"] = round(time.monotonic() - began, 1)
    if options.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 0


def backup_verb(options: argparse.Namespace) -> dict[str, object]:
    """Data and engine come from the environment of the installation."""
    data = Path(os.environ.get("LIANXIN_DATA") or ROOT / "var").resolve()
    made = take(data, options.folder, os.environ.get("DATABASE_URL", ""))
    sys.stdout.write(f"已备份到 {made}\n")
    kept = put_keys_apart(data, options.keys, options.folder) if options.keys else None
    if kept:
        sys.stdout.write(f"密钥已另存到 {kept}，请离线保管\n")
    gone = prune(options.folder, options.keep) if options.keep else []
    return {"backup": str(made), "keys": str(kept or ""), "removed": gone}


def restore_verb(options: argparse.Namespace) -> dict[str, object]:
    """Says what is still to be done by hand."""
    manifest = bring_back(options.backup, options.data, options.keys, options.database_url)
    sys.stdout.write(f"已恢复到 {options.data}（备份时间 {manifest['taken']}，文件 {manifest['files']} 个）\n")
    if options.keys is None:
        sys.stdout.write("还没有密钥：请把当时的 secrets.json 放进该目录，否则加密的个人信息打不开\n")
    sys.stdout.write(
        "接着请运行：lianxin migrate、lianxin collectstatic --no-input、lianxin audit verify、lianxin files verify\n"
    )
    return {"data": str(options.data), **manifest}


if __name__ == "__main__":
    sys.exit(main())
