"""Demonstration: invented organisations disclose invented things; every state is present."""

from .load import load

__all__ = ["load"]
