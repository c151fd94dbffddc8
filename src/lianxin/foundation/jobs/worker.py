"""The loop that takes jobs and runs them, one after another."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time

from django.db import DatabaseError, close_old_connections, connections

from . import wake
from .reaper import reap
from .running import run, take

log = logging.getLogger(__name__)

#: seconds between two looks into the database while nothing is due and the bell is silent
POLL = 2.0
REAP_EVERY = 15.0


def new_worker_id() -> str:
    """Host, process and a random part: never the same twice."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


class Worker:
    """Runs until `stop` is set; the job in hand is finished first.

    worker_id: a supervisor gives a restarted worker the id of the dead one, whose jobs it then takes
    over at once instead of waiting for the leases to run out.
    slow: takes jobs of the slow lane only, all others only, or (None) any.
    """

    def __init__(self, worker_id: str = "", stop: threading.Event | None = None, *, slow: bool | None = None) -> None:
        self.worker_id = worker_id or new_worker_id()
        self.slow = slow
        self.stop = stop or threading.Event()
        self.done = 0

    def loop(self) -> None:
        """Work until told to stop. A database that is away is waited for."""
        self._safely(self._take_over)
        reaped = time.monotonic()
        while not self.stop.is_set():
            rung = wake.heard()
            if time.monotonic() - reaped >= REAP_EVERY:
                self._safely(reap)
                reaped = time.monotonic()
            if not self._safely(self.step):
                wake.wait(self.stop, rung, POLL)
        connections.close_all()

    def step(self) -> bool:
        """Take and run one job. False when nothing was due."""
        claim = take(self.worker_id, slow=self.slow)
        if claim is None:
            return False
        run(claim)
        self.done += 1
        return True

    def drain(self, limit: int = 10_000) -> int:
        """Run what is due now and return how many (tests, ``lianxin worker --once``)."""
        count = 0
        while count < limit and not self.stop.is_set() and self.step():
            count += 1
        return count

    def _take_over(self) -> bool:
        reap(restarted=self.worker_id)
        return False

    def _safely(self, call: object) -> bool:
        close_old_connections()
        try:
            return bool(call())  # type: ignore[operator]  # one of our own methods
        except DatabaseError as error:
            log.warning("worker: database not available (%s)", type(error).__name__)
            connections.close_all()
            self.stop.wait(POLL)
            return False
