"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("development.remind", "25 * * * *")
def remind_of_promises() -> None:
    """Promises that run out or have run out; once for each clock and stage however often this runs."""
    remind()
