"""Tables of the room: interviews with their boards, reception days with their bookings."""

from .receptions import Reception, ReceptionClock, ReceptionStep, Visit, VisitClock, VisitStep
from .talks import Answer, Asked, Guest, SameAsk, Talk, TalkClock, TalkStep

__all__ = [
    "Answer", "Asked", "Guest", "Reception", "ReceptionClock", "ReceptionStep", "SameAsk", "Talk", "TalkClock", "TalkStep",
    "Visit", "VisitClock", "VisitStep",
]  # fmt: skip
