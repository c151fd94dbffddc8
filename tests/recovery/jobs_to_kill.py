"""Jobs for processes that will be killed."""

from __future__ import annotations

import os
import time
from pathlib import Path

from lianxin.foundation.jobs import job
from lianxin.foundation.jobs.registry import PERIODIC, PULSES, add_periodic
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor


def tell(word: str) -> None:
    """One appended line; survives SIGKILL."""
    with Path(os.environ["JOB_LOG"]).open("a") as log:
        log.write(word + "\n")


@job(tries=3, first_wait=0.1, lease=2.0)
def slow_once(name: str) -> None:
    """Hangs the first time, so that it can be killed in the middle; runs through the second time."""
    first = f"begin:{name}" not in Path(os.environ["JOB_LOG"]).read_text()
    tell(f"begin:{name}")
    if first:
        time.sleep(600)
    tell(f"end:{name}")


def only_every_second() -> None:
    """Leave one periodic job that falls due every second."""
    PERIODIC.clear()
    PULSES.clear()
    add_periodic("recovery.second", "* * * * * *", _second)


def _second() -> None:
    tell("fired")


@action("recovery.write")
def write_lines(*, actor: Actor, count: int) -> None:
    """Some audit lines in one transaction."""
    for number in range(count):
        record("recovery.write", actor=actor, subject=f"thing:{number}")
