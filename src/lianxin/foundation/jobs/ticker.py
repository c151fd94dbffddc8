"""The loop that fires periodic slots and pulses when they fall due."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from cronsim import CronSim
from django.db import IntegrityError, close_old_connections, connections, transaction
from django.utils import timezone

from .models import Slot
from .queue import enqueue
from .registry import PERIODIC, PULSES, Periodic, job

log = logging.getLogger(__name__)

#: never sleep longer, so that a clock that was set or a machine that slept is noticed
LONGEST_SLEEP = 20.0


@job(tries=3, first_wait=30.0)
def run_slot(name: str, slot: str) -> None:
    """Run one periodic job for one slot. A name that no longer exists is done."""
    entry = PERIODIC.get(name)
    if entry is None:
        log.warning("periodic job %s of slot %s is gone", name, slot)
        return
    entry.function()


def last_slot(cron: str, now: datetime) -> datetime:
    """The latest slot at or before `now` (aware, in the installation's time zone)."""
    local = timezone.localtime(now).replace(microsecond=0)
    # going back, the expression excludes its start
    return next(CronSim(cron, local + timedelta(seconds=1), reverse=True))


def next_slot(cron: str, now: datetime) -> datetime:
    """The first slot after `now`."""
    return next(CronSim(cron, timezone.localtime(now).replace(microsecond=0)))


def fire_due(entry: Periodic, now: datetime) -> bool:
    """Fire the latest slot when it was not yet fired; older missed ones are made up for by it.

    A job seen for the first time only gets a mark, so that a new installation does not run everything
    at once, yet a machine that is off every night still makes up for the slot it sleeps through.
    """
    newest = Slot.objects.filter(name=entry.name).order_by("-moment").values_list("moment", flat=True).first()
    due = last_slot(entry.cron, now)
    if newest is not None and newest >= due:
        return False
    return _claim(entry, due, fire=newest is not None)


def _claim(entry: Periodic, moment: datetime, *, fire: bool) -> bool:
    try:
        with transaction.atomic():
            Slot.objects.create(name=entry.name, moment=moment)
            if fire:
                text = moment.isoformat()
                enqueue(run_slot, key=f"slot:{entry.name}:{text}", name=entry.name, slot=text)
    except IntegrityError:
        return False  # another ticker was first
    return fire


class Ticker:
    """Runs until `stop` is set."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop or threading.Event()
        self._next_pulse: dict[str, float] = {}
        self._next_slot: dict[str, datetime] = {}

    def loop(self) -> None:
        """Tick until told to stop."""
        while not self.stop.is_set():
            close_old_connections()
            self.stop.wait(self.tick())
        connections.close_all()

    def tick(self) -> float:
        """Do what is due; returns the seconds until something falls due again."""
        for name in PERIODIC:
            now = timezone.now()
            if name not in self._next_slot or self._next_slot[name] <= now:
                self._slot(name, now)
        for name in PULSES:
            if self._next_pulse.get(name, 0.0) <= time.monotonic():
                self._pulse(name)
        return self._pause()

    def _slot(self, name: str, now: datetime) -> None:
        entry = PERIODIC[name]
        try:
            fire_due(entry, now)
            self._next_slot[name] = next_slot(entry.cron, now)
        except Exception:
            log.exception("slot %s not fired, trying again", name)
            connections.close_all()
            self._next_slot[name] = now + timedelta(seconds=5)

    def _pulse(self, name: str) -> None:
        entry = PULSES[name]
        try:
            entry.function()
        except Exception:
            log.exception("pulse %s failed", name)
            connections.close_all()
        self._next_pulse[name] = time.monotonic() + entry.seconds

    def _pause(self) -> float:
        waits = [moment - time.monotonic() for moment in self._next_pulse.values()]
        now = timezone.now()
        waits += [(moment - now).total_seconds() for moment in self._next_slot.values()]
        return min([LONGEST_SLEEP, *(max(0.05, wait) for wait in waits)])
