"""What the room does by itself."""

from uuid import UUID

from lianxin.foundation.jobs import job
from lianxin.foundation.jobs.schedule import periodic

from . import reading
from .headcounts import recount
from .importing import background
from .importing.waiting import sweep


@job(slow=True, tries=3)
def read_page(file: str) -> str:
    """The words of one page of a paper; answers why there are none."""
    return reading.read(UUID(file))


@periodic("dossiers.read_again", "41 5 * * *")
def read_again() -> None:
    """Pages that wait for tesseract are read when it is there."""
    reading.queue_unread()


@periodic("dossiers.sweep", "17 * * * *")
def sweep_rosters() -> None:
    """Rosters that were previewed and never imported do not stay."""
    sweep()
    background.sweep()


@job(slow=True, tries=4, first_wait=5)
def run_roster(run: int) -> str:
    """A large roster, looked through or imported; a worker that takes over goes on after the last batch."""
    return background.work(run)


@periodic("dossiers.recount", "* * * * *")
def recount_marked() -> None:
    """Figures of organisations whose files changed. What is not yet counted again is counted by whoever asks."""
    recount()
