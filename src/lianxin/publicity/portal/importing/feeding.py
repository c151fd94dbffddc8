"""Lines of a file, judged by another process while the batch before is being written."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path

from .reading import Bad, Row, judge_all

BATCH = 200
#: files below this size (bytes) are read sooner than a process starts
SMALL = 400_000
AHEAD = 3

Lines = list[tuple[int, str]]


def batches(path: Path) -> Iterator[Lines]:
    """(number, text) of the lines that are not empty. Broken bytes are kept visible, the line is judged as any other."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
        lines = ((number, line.rstrip("\r\n")) for number, line in enumerate(file, 1) if line.strip())
        while part := list(islice(lines, BATCH)):
            yield part


def feed(path: Path, folder: Path | None, now: datetime) -> Iterator[list[Row | Bad]]:
    """Verdicts by the batch, in the order of the file. Raises OSError when the file cannot be read."""
    if path.stat().st_size < SMALL:
        for part in batches(path):
            yield judge_all(part, folder, now)
        return
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Row | Bad]]] = deque()
        for part in batches(path):
            waiting.append(pool.submit(judge_all, part, folder, now))
            if len(waiting) >= AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
