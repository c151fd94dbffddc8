"""Where the bytes lie: two folders under `settings.FILES_ROOT`, names made from the uuid alone.

``incoming/`` holds what was checked but whose row is not yet known to be committed; the two-letter
folders hold the rest. A file is written, synced and renamed into ``incoming`` before its row is
inserted, and moved on after the commit. So a committed row always has its file (readers look in
both places), and what a rolled-back or killed transaction leaves is found in ``incoming`` by the sweep.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

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
    folder = incoming()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if thumb is not None:
        _write(folder, key.hex + _THUMB, thumb)
    _write(folder, key.hex, data)
    _sync(folder)


def settle(key: UUID) -> None:
    """Move a file from ``incoming`` to its place. Safe to repeat."""
    target = _final(key)
    for name in (key.hex + _THUMB, key.hex):
        source = incoming() / name
        if source.exists():
            target.mkdir(exist_ok=True, mode=0o700)
            source.replace(target / name)


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
    incoming().mkdir(parents=True, exist_ok=True, mode=0o700)
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


def _write(folder: Path, name: str, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix="half-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(folder / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
