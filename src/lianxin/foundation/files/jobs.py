"""What the files room does by itself."""

from __future__ import annotations

from lianxin.foundation.jobs.schedule import periodic

from .sweeping import sweep


@periodic("files.sweep", "*/20 * * * *")
def sweep_files() -> None:
    """Settle and clear what rollbacks, kills and forgotten forms left (LX-21)."""
    sweep()
