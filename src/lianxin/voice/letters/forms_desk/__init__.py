"""Forms of the desk, split by the stage of a letter's way."""

from .acts import ACT_OF_EVENT, ACTS, Act

__all__ = ["ACTS", "ACT_OF_EVENT", "Act"]
