"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions.cards import remind


@periodic("upkeep.remind", "20 8 * * *")
def remind_of_cards() -> None:
    """Cards that nobody has looked through for nearly a year (LX-120), once for each stage."""
    remind()
