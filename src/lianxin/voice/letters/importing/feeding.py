"""Rows of a file, read and judged by a process of its own while the batch before is being written.

A second thread would not help: it and the one that writes would wait for the same interpreter at every row.
The reading needs neither the database nor Django's settings, so the process is a bare one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .reading import Bad, FileError, Row, read

BATCH = 4000
#: files below this size (bytes) are read sooner than a process starts
SMALL = 1_000_000

Batch = list[Row | Bad]


def feed(path: Path) -> tuple[list[str], Iterator[Batch]]:
    """(heading cells, rows by the batch). Raises FileError when the file is unusable, OSError when it is not there."""
    if path.stat().st_size < SMALL:
        heading, rows = read(path)
        return heading, _parts(rows)
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_tell, args=(path, theirs), daemon=True)
    process.start()
    theirs.close()
    first = _hear(ours)
    return first, _told(ours)


def _parts(rows: Iterator[Row | Bad]) -> Iterator[Batch]:
    while part := list(islice(rows, BATCH)):
        yield part


def _told(ours: Connection) -> Iterator[Batch]:
    while part := _hear(ours):
        yield part


def _hear(ours: Connection) -> list[Any]:
    """The next message; a process that fell silent is an error, never the end of the file."""
    try:
        kind, what = ours.recv()
    except EOFError:
        raise FileError("读取文件的进程中途停止，其余的行没有导入。") from None
    if kind == "fault":
        raise FileError(what)
    return list(what)


def _tell(path: Path, theirs: Connection) -> None:
    """What the other process does: the heading, the batches, and an empty batch as the end."""
    try:
        heading, rows = read(path)
        theirs.send(("heading", heading))
        for part in _parts(rows):
            theirs.send(("rows", part))
        theirs.send(("rows", []))
    except BrokenPipeError:  # the import was stopped
        return
    except (FileError, OSError) as error:
        theirs.send(("fault", str(error)))
