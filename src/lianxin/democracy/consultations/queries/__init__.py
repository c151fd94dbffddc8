"""Questions about motions and consultations: what readers see, what the desk works on."""

from .reading import open_cards

__all__ = ["open_cards"]
