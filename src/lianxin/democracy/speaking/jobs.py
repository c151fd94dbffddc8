"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("speaking.remind", "25 * * * *")
def remind_of_reviews() -> None:
    """Reviews and appeals that run out or ran out; once for each clock and stage however often this runs."""
    remind()
