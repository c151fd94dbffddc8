"""What the room does by itself. Nothing here opens or closes a round: the clock does."""

from lianxin.foundation.jobs.schedule import periodic

from .actions.marking import mark_due


@periodic("contests.mark", "*/3 * * * *")
def mark_what_is_over() -> None:
    """Rounds that are over get their marks a few minutes later."""
    mark_due()
