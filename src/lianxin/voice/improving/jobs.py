"""What the room does by itself: it reminds and it hints, it decides nothing."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import look_again, remind


@periodic("improving.remind", "35 * * * *")
def remind_of_days() -> None:
    """Promises and days that run out (LX-170); once for each stage however often this runs."""
    remind()


@periodic("improving.look_again", "20 5 * * *")
def look_for_the_same_again() -> None:
    """Closed problems whose matter and place got new letters."""
    look_again()
