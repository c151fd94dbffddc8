"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import remind


@periodic("asking.remind", "35 * * * *")
def remind_of_answers() -> None:
    """Answers that run out or ran out (LX-121); once for each clock and stage however often this runs."""
    remind()
