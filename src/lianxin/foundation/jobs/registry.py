"""What can be run later: jobs, periodic jobs and pulses. Filled when the rooms' ``jobs`` modules load.

Imports no model, so that rooms may import it at any time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from cronsim import CronSim
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, Task, task


@dataclass(frozen=True, slots=True)
class Retry:
    """How a job is tried again: `tries` in all, waiting first_wait, 2, 4, 8 … times as long, at most `longest`.

    lease: seconds after the last sign of life of a worker until its job is given to another.
    """

    tries: int = 6
    first_wait: float = 10.0
    longest: float = 3600.0
    lease: float = 60.0

    def wait(self, attempt: int) -> float:
        """Seconds to wait after the failed attempt number `attempt` (1 is the first)."""
        return float(min(self.longest, self.first_wait * 2 ** min(attempt - 1, 30)))


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that falls due by a cron expression, in the time of the installation (Asia/Shanghai)."""

    name: str
    cron: str
    function: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pulse:
    """A light function run in the ticker itself every few seconds; it guards itself against running twice."""

    name: str
    seconds: float
    function: Callable[[], Any]


#: queue of jobs that take minutes; a worker has a lane of its own for them, so that no notice waits for a film
SLOW = "slow"
RETRIES: dict[str, Retry] = {}
PERIODIC: dict[str, Periodic] = {}
PULSES: dict[str, Pulse] = {}


@overload
def job(function: Callable[..., Any]) -> Task: ...
@overload
def job(
    *, tries: int = ..., first_wait: float = ..., lease: float = ..., priority: int = ..., slow: bool = ...
) -> Callable[[Callable[..., Any]], Task]: ...
def job(
    function: Callable[..., Any] | None = None,
    *,
    tries: int = 6,
    first_wait: float = 10.0,
    lease: float = 60.0,
    priority: int = 0,
    slow: bool = False,
) -> Any:
    """Make a module-level function a job: ``@job`` or ``@job(tries=3)``.

    The function takes JSON-able keyword arguments and may be run more than once (a worker can die
    after the work and before the tick-off), so it must be idempotent. priority: -100..100, higher first.
    slow: takes minutes; it runs in the lane of such jobs.
    """

    def wrap(plain: Callable[..., Any]) -> Task:
        made: Task = task(priority=priority, queue_name=SLOW if slow else DEFAULT_TASK_QUEUE_NAME)(plain)
        RETRIES[made.module_path] = Retry(tries=tries, first_wait=first_wait, lease=lease)
        return made

    return wrap if function is None else wrap(function)


def periodic(name: str, cron: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run the function once per slot of the cron expression (5 fields, or 6 with seconds first).

    Each slot is fired once however many tickers run. Slots missed while nothing ran are made up for
    by one run. The function takes no arguments and is idempotent.
    """

    def wrap(function: Callable[[], Any]) -> Callable[[], Any]:
        add_periodic(name, cron, function)
        return function

    return wrap


def add_periodic(name: str, cron: str, function: Callable[[], Any]) -> None:
    """Register a periodic job. Raises ValueError for a name taken, CronSimError for a bad expression."""
    CronSim(cron, datetime(2026, 1, 1))  # noqa: DTZ001 - only to have the expression checked at once
    known = PERIODIC.setdefault(name, Periodic(name, cron, function))
    if known.function is not function:
        raise ValueError(f"two periodic jobs are called {name}")


def pulse(name: str, seconds: float) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Run a light, self-guarding function in the ticker every `seconds`; nothing is recorded about it."""

    def wrap(function: Callable[[], Any]) -> Callable[[], Any]:
        add_pulse(name, seconds, function)
        return function

    return wrap


def add_pulse(name: str, seconds: float, function: Callable[[], Any]) -> None:
    """Register a pulse. Raises ValueError for a name taken."""
    known = PULSES.setdefault(name, Pulse(name, seconds, function))
    if known.function is not function:
        raise ValueError(f"two pulses are called {name}")


def retry_of(path: str) -> Retry:
    """The way in which a job is tried again; the usual one for tasks that were not made by `job`."""
    return RETRIES.get(path, Retry())


def enqueue(task: Task, *, key: str, after: datetime | None = None, **kwargs: Any) -> bool:
    """Queue a job once per key; see `lianxin.foundation.jobs.queue.enqueue`."""
    from .queue import enqueue as put  # knows the models, which may not be loaded yet when this module is

    return put(task, key=key, after=after, **kwargs)
