"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("essays.remind", "35 * * * *")
def remind_of_promises() -> None:
    """Results, answers and appeals that run out; once for each clock and stage however often this runs."""
    remind()
