"""The present moment of an action: the clock on the wall, unless history is being written.

Imports and the demonstration replay what happened earlier through the same actions as everybody;
inside `at(...)` those actions, their guards and their clocks stand on that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

OLD = timedelta(days=2)
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Aware present moment."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The local day of `now()`."""
    return timezone.localdate(now())


def replaying() -> bool:
    """True while history older than two days is written: nobody is told news that is none."""
    moment = _moment.get()
    return moment is not None and moment < timezone.now() - OLD


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stand on another moment for a while. Raises ValueError for a naive one."""
    if timezone.is_naive(moment):
        raise ValueError("a moment knows its time zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
