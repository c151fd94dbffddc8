"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("consult.remind", "25 * * * *")
def remind_of_terms() -> None:
    """Declared terms that run out; once for each clock and stage however often this runs."""
    remind()
