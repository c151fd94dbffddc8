"""Periodic work of the search room."""

from __future__ import annotations

from lianxin.foundation.jobs import periodic

from .sources import refresh_frequencies


@periodic("search.frequencies", "20 3 * * *")
def frequencies() -> None:
    """Once a night: how common each token is (used to choose the cheaper way and to weigh likeness)."""
    refresh_frequencies()
