"""Puts the shelf in order after rollbacks, kills and forgotten forms."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from . import shelf
from .limits import pending_age
from .models import StoredFile

#: no transaction stays open as long as this, so a younger note may belong to one that still commits
_SAFE_SECONDS = 3600


@dataclass
class Swept:
    """What one sweep did, in files."""

    settled: int = 0
    removed: int = 0
    waiting: int = 0


def sweep(*, now: float | None = None, progress: Callable[[int, int], None] | None = None) -> Swept:
    """Settle what belongs to a row, remove what was never used (LX-21). Safe to run at any time, twice too."""
    moment = time.time() if now is None else now
    result, found = Swept(), list(shelf.waiting())
    for number, (key, path, marked) in enumerate(found, 1):
        _put_in_order(result, key, path, moment, marked=marked)
        if progress:
            progress(number, len(found))
    return result


def _put_in_order(result: Swept, key: UUID | None, path: Path, moment: float, *, marked: bool) -> None:
    age = _age(path, moment)
    if age is None:
        return
    if key is None:
        _count_removed(result, path, old=age > _SAFE_SECONDS)
    elif marked:
        _finish_removal(result, key, old=age > _SAFE_SECONDS)
    elif age > _SAFE_SECONDS and _known(key):
        shelf.settle(key)
        result.settled += 1
    elif age > pending_age().total_seconds() + _SAFE_SECONDS:
        _count_removed(result, path, old=True)
    else:
        result.waiting += 1


def _finish_removal(result: Swept, key: UUID, *, old: bool) -> None:
    if not old:
        result.waiting += 1
    elif _known(key):
        shelf.unmark(key)  # the removal was rolled back
    else:
        shelf.discard(key)
        result.removed += 1


def _count_removed(result: Swept, path: Path, *, old: bool) -> None:
    if old:
        path.unlink(missing_ok=True)
        result.removed += 1
    else:
        result.waiting += 1


def _age(path: Path, moment: float) -> float | None:
    try:
        return moment - path.stat().st_mtime
    except FileNotFoundError:  # moved on by its own transaction in this moment
        return None


def _known(key: UUID) -> bool:
    return StoredFile.objects.unscoped("sweep").filter(uuid=key).exists()


@dataclass
class Checked:
    """What a check of the whole shelf found; uuids as text."""

    files: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    ownerless: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.missing or self.damaged or self.ownerless)


def check(progress: Callable[[int], None] | None = None) -> Checked:
    """Compare every row with its file by digest, and every settled file with a row."""
    result = Checked()
    for key, digest in _rows():
        result.files += 1
        path = shelf.find(key)
        if path is None:
            result.missing.append(str(key))
        elif _digest(path) != digest:
            result.damaged.append(str(key))
        if progress:
            progress(result.files)
    result.ownerless = [str(key) for key in shelf.everything() if not _known(key)]
    return result


def _rows() -> Iterator[tuple[UUID, str]]:
    rows = StoredFile.objects.unscoped("check of the shelf").order_by("id")
    yield from rows.values_list("uuid", "sha256").iterator(chunk_size=1000)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
