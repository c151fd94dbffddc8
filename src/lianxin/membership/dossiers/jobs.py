"""What the room does by itself."""

from lianxin.foundation.jobs.schedule import periodic

from .importing.waiting import sweep


@periodic("dossiers.sweep", "17 * * * *")
def sweep_rosters() -> None:
    """Rosters that were previewed and never imported do not stay."""
    sweep()
