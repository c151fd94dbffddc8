"""Tables of the channels."""

from __future__ import annotations

from .listing import LISTED, ListedChannel
from .sending import KINDS, Dispatch, Envelope, Incoming, Parcel, PublicAccount, Subscriber
from .talks import Talk

__all__ = [
    "KINDS", "LISTED", "Dispatch", "Envelope", "Incoming", "ListedChannel", "Parcel", "PublicAccount", "Subscriber",
    "Talk",
]  # fmt: skip
