"""Calls of the demonstration with their works. All text is ours; days are relative to today."""

from __future__ import annotations

from .load import load

__all__ = ["load"]
