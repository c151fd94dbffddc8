"""Where the bytes lie: two folders under `settings.FILES_ROOT`, names made from the uuid alone.

``incoming/`` holds what was checked but whose row is not yet known to be committed; the two-letter
folders hold the rest. A file is written, synced and renamed into ``incoming`` before its row is
inserted, and moved on after the commit. So a committed row always has its file (readers look in
both places), and what a rolled-back or killed transaction leaves is found in ``incoming`` by the sweep.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

#: nobody but the platform reads; when nginx hands out, it reads as the group of the shelf, which new folders
#: and files take over (set-group-ID)
_FILE, _FOLDER = 0o600, 0o700
_FILE_FOR_NGINX, _FOLDER_FOR_NGINX = 0o640, 0o2750
_THUMB = ".thumb"
_GONE = ".gone"


def root() -> Path:
    return Path(settings.FILES_ROOT)


def incoming() -> Path:
    return root() / "incoming"


def _final(key: UUID) -> Path:
    return root() / key.hex[:2]


def put(key: UUID, data: bytes, thumb: bytes | None = None) -> None:
    """Write a file (and its small picture) durably into ``incoming``."""
    folder = _folder(incoming())
    if thumb is not None:
        _write(folder, key.hex + _THUMB, [thumb])
    _write(folder, key.hex, [data])
    _sync(folder)


def put_pieces(key: UUID, pieces: Iterable[bytes]) -> int:
    """The same for what is too large for the memory; answers its size. Nothing is left when a piece raises."""
    folder = _folder(incoming())
    size = _write(folder, key.hex, pieces)
    _sync(folder)
    return size


def room(name: str) -> Path:
    """A folder beside the files for what another room makes of them, e.g. ``"recordings"``; made when missing."""
    if len(name) <= 2 or not name.isalpha():
        raise ValueError("two letters name the folders of the files themselves")
    return _folder(root() / name)


def open_up(folder: Path) -> None:
    """Give a folder that another program filled, and the one around it, the rights of the shelf."""
    by_nginx = _by_nginx()
    for path in (folder.parent, folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(_FOLDER_FOR_NGINX if by_nginx else _FOLDER)
        else:
            path.chmod(_FILE_FOR_NGINX if by_nginx else _FILE)


def settle(key: UUID) -> None:
    """Move a file from ``incoming`` to its place. Safe to repeat."""
    target = _final(key)
    for name in (key.hex + _THUMB, key.hex):
        source = incoming() / name
        if source.exists():
            source.replace(_folder(target) / name)


def find(key: UUID, *, thumb: bool = False) -> Path | None:
    """Path of a file or of its small picture, wherever it lies now; None when there is none."""
    name = key.hex + (_THUMB if thumb else "")
    # twice, because it may be moved from the first place to the second between two looks
    for folder in (_final(key), incoming(), _final(key)):
        path = folder / name
        if path.is_file():
            return path
    return None


def discard(key: UUID) -> None:
    """Take a file off the shelf for good. Safe to repeat."""
    for folder in (incoming(), _final(key)):
        for name in (key.hex, key.hex + _THUMB):
            (folder / name).unlink(missing_ok=True)
    (incoming() / (key.hex + _GONE)).unlink(missing_ok=True)


def mark_for_removal(key: UUID) -> None:
    """Leave a note for the sweep, before the commit that removes the row."""
    _folder(incoming())
    (incoming() / (key.hex + _GONE)).touch()


def unmark(key: UUID) -> None:
    (incoming() / (key.hex + _GONE)).unlink(missing_ok=True)


def waiting() -> Iterator[tuple[UUID | None, Path, bool]]:
    """Everything in ``incoming``: (uuid or None for a half-written piece, path, marked for removal)."""
    if not incoming().is_dir():
        return
    for path in sorted(incoming().iterdir()):
        try:
            key = UUID(hex=path.name.split(".")[0])
        except ValueError:
            key = None
        yield key, path, path.name.endswith(_GONE)


def everything() -> Iterator[UUID]:
    """The uuids of all settled files (reads the whole tree)."""
    for folder in sorted(root().iterdir()) if root().is_dir() else []:
        if len(folder.name) == 2 and folder.is_dir():
            yield from (UUID(hex=path.name) for path in sorted(folder.iterdir()) if "." not in path.name)


def _by_nginx() -> bool:
    return bool(getattr(settings, "FILES_ACCEL", ""))


def _folder(path: Path) -> Path:
    """Make a folder of the shelf where there is none, as open as it has to be whatever the umask says."""
    wanted = _FOLDER_FOR_NGINX if _by_nginx() else _FOLDER
    for folder in (root(), path):
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=wanted)
            folder.chmod(wanted)
    return path


def _write(folder: Path, name: str, pieces: Iterable[bytes]) -> int:
    handle, temporary = tempfile.mkstemp(prefix="half-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), _FILE_FOR_NGINX if _by_nginx() else _FILE)
            for piece in pieces:
                file.write(piece)
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(folder / name)
        return size
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
