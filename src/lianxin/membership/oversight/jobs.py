"""What the room does by itself: it reminds."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("oversight.remind", "15 8 * * *")
def remind_of_corrections() -> None:
    """Corrections whose last day is near or over (EDU-10, LX-124), once for each."""
    remind()
