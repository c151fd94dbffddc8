"""Wakes the worker of the same machine at once: a file whose time changes when a job was committed.

A worker on another machine finds the job at its next look, two seconds later at most.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event

from django.conf import settings

#: seconds between two looks at the file (no database involved)
LOOK = 0.25


def bell() -> Path:
    """The file."""
    return Path(settings.DATA) / "wake"


def ring() -> None:
    """Called after the commit. A missing folder or full disk must not fail the action: the poll finds the job."""
    try:
        bell().touch()
        os.utime(bell())
    except OSError:
        return


def heard() -> int:
    """When the bell last rang, in nanoseconds; 0 for never."""
    try:
        return bell().stat().st_mtime_ns
    except OSError:
        return 0


def wait(stop: Event, since: int, seconds: float) -> None:
    """Sleep until `seconds` are over, the bell rings after `since`, or `stop` is set."""
    left = seconds
    while left > 0 and not stop.wait(min(LOOK, left)):
        if heard() != since:
            return
        left -= LOOK
