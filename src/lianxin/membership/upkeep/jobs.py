"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import cards, practice


@periodic("upkeep.remind", "20 8 * * *")
def remind_of_cards() -> None:
    """Cards that nobody has looked through for nearly a year (LX-120), once for each stage."""
    cards.remind()


@periodic("upkeep.remind_rules", "25 8 * * *")
def remind_of_rules() -> None:
    """Rules whose period ends soon and that nobody looked at (LX-123), once a period."""
    practice.remind()
