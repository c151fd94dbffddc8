"""Periodic work of the search room."""

from __future__ import annotations

from lianxin.foundation.jobs import job, periodic

from . import attachments
from .engines import engine
from .sources import refresh_frequencies

#: steps of one night, each of them short, so that nobody waits long for the database
STEPS = 2000


@periodic("search.frequencies", "20 3 * * *")
def frequencies() -> None:
    """Once a night: how common each token is (used to choose the cheaper way and to weigh likeness)."""
    refresh_frequencies()


@periodic("search.tidy", "30 3 * * *")
def tidy() -> int:
    """Once a night: join the parts of the index that imports left; returns the number of steps."""
    return next((done for done in range(STEPS) if not engine().tidy()), STEPS)


@job(tries=3, lease=180.0, priority=-20)
def read_attachment(kind: str, object_id: int, file: str) -> bool:
    """The words of one file, then the thing that carries it into the index again."""
    return attachments.read(kind, object_id, file)


@periodic("search.attachments", "40 3 * * *")
def forget_attachments() -> int:
    """Once a night: words of files of things that were taken down go."""
    return attachments.forget_unused()
