"""Rosters between their preview and their import."""

from __future__ import annotations

from lianxin.foundation.spine.waiting import KEPT_SECONDS, Shelf

__all__ = ["KEPT_SECONDS", "drop", "fetch", "keep", "sweep"]

_shelf = Shelf("rosters")
keep, fetch, drop, sweep = _shelf.keep, _shelf.fetch, _shelf.drop, _shelf.sweep
