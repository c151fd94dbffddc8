"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .bills.running import shelf


@periodic("dues.sweep", "23 * * * *")
def sweep_bills() -> None:
    """Bills that were looked through and never imported do not stay."""
    shelf.sweep()
