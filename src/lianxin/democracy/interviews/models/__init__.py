"""Tables of the room: interviews with their boards, reception days with their bookings."""

from .receptions import Reception, ReceptionClock, ReceptionStep, Visit, VisitClock, VisitStep
from .talks import Answer, Asked, Guest, Interview, InterviewClock, InterviewStep, SameAsk

__all__ = [
    "Answer",
    "Asked",
    "Guest",
    "Interview",
    "InterviewClock",
    "InterviewStep",
    "Reception",
    "ReceptionClock",
    "ReceptionStep",
    "SameAsk",
    "Visit",
    "VisitClock",
    "VisitStep",
]  # fmt: skip
