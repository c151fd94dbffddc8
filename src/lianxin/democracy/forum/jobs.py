"""What the room does by itself; each asks "due and not done", never "since the last time"."""

from lianxin.foundation.jobs.schedule import periodic

from .actions import close_due, remind, tell_followers, tell_silent


@periodic("forum.close_due", "*/10 * * * *")
def close_what_ended() -> None:
    """Topics whose end has come wait for their summary; speaking had stopped by the clock already."""
    close_due()


@periodic("forum.remind", "45 * * * *")
def remind_of_promises() -> None:
    """Answers to proposals, appeals and summaries that run out or ran out."""
    remind()


@periodic("forum.tell_followers", "0 18 * * *")
def tell_those_who_follow() -> None:
    """Once a day what is new in the topics one follows."""
    tell_followers()


@periodic("forum.tell_silent", "0 9 * * *")
def tell_of_silence() -> None:
    """Keepers of topics in which nobody answers (F01)."""
    tell_silent()
