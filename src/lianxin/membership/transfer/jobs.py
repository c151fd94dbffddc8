"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .announcing import remind


@periodic("transfer.remind", "10 8 * * *")
def remind_of_letters() -> None:
    """Letters that run out are told before and after, once each."""
    remind()
