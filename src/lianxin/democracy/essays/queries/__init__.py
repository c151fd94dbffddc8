"""Questions about calls, works and judgements; each list is narrowed by the audience or by the scope before it is read."""

from __future__ import annotations

from .reading import open_cards

__all__ = ["open_cards"]
