"""What the room does by itself. Nothing here opens or closes a poll: the clock does."""

from lianxin.foundation.jobs.schedule import periodic

from .actions.keeping import tell_keepers
from .actions.results import remind, tell_how_many


@periodic("polls.remind", "20 9 * * *")
def remind_those_who_may_vote() -> None:
    """Once for each turn that was declared, however often this runs."""
    remind()


@periodic("polls.tell_keepers", "25 9 * * *")
def remind_those_who_announce() -> None:
    """Once when it has closed, once when the promised day has passed, however often this runs."""
    tell_keepers()


@periodic("polls.tell_how_many", "5 0 * * *")
def write_down_how_many() -> None:
    """The one line of the ledger for all ballots of a day."""
    tell_how_many()
