"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .roll_table import TABLES


@periodic("elections.sweep", "33 * * * *")
def sweep_rolls() -> None:
    """Rolls that were looked through and never taken over do not stay."""
    TABLES.sweep()
