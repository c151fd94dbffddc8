"""Progress of long commands: one line of the standard error, written over; figures go to the standard output."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management.base import OutputWrapper


def teller(stream: OutputWrapper, unit: str, *, every: int = 1) -> Callable[[int, int], None]:
    """A function (done, total) that says how far it is; total 0: not known yet.

    At a terminal every so many and at the end; into a file or a pipe only the end, so that logs stay short.
    """

    def tell(done: int, total: int) -> None:
        if done == total:
            stream.write(f"\r{done}/{total} {unit}")
        elif done % every == 0 and stream.isatty():
            stream.write(f"\r{done}/{total} {unit}" if total else f"\r{done} {unit}", ending="")
            stream.flush()

    return tell
