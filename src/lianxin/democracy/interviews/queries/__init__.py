"""What pages ask; each answer is narrowed by a policy first."""

from .talks import open_cards

__all__ = ["open_cards"]
