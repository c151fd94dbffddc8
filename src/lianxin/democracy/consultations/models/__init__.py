"""What an organisation declared, motions, consultations."""

from .consultation import Consultation, ConsultationClock, ConsultationStep, Group, Placement, Version
from .motion import Motion, MotionClock, MotionStep, Second
from .terms import Terms

__all__ = [
    "Consultation", "ConsultationClock", "ConsultationStep", "Group", "Motion", "MotionClock", "MotionStep", "Placement", "Second",
    "Terms", "Version",
]  # fmt: skip
