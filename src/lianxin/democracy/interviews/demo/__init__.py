"""Interviews and reception days of the demonstration."""

from .load import load

__all__ = ["load"]
