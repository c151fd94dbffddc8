"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("helping.remind", "45 * * * *")
def remind_of_visits() -> None:
    """Visits, results and follow-ups that run out (LX-122); once for each clock and stage however often this runs."""
    remind()
