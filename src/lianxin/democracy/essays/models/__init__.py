"""Calls, works, and what the judges say of them."""

from __future__ import annotations

from .calls import Call, CallClock, CallStep, Judge, Recusal
from .works import Judgement, Work, WorkClock, WorkStep

__all__ = ["Call", "CallClock", "CallStep", "Judge", "Judgement", "Recusal", "Work", "WorkClock", "WorkStep"]
