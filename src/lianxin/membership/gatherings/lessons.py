"""学时: how many a gathering may declare (LX-73). What a person is credited with is reckoned in the room of trainings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Allowed, Decision, Denied

#: lessons are written down by halves
HALF = Decimal("0.5")


def plain(lessons: Decimal) -> str:
    """``"2"``, ``"1.5"``, ``"10"``."""
    return f"{lessons.normalize():f}"


def lasts(start: datetime, end: datetime | None) -> timedelta | None:
    """How long it lasts; None when nobody wrote down when it ends."""
    return end - start if end is not None else None


def fits(lessons: Decimal | None, on: date, *, days: int = 1, length: timedelta | None = None) -> Decision:
    """Whether so much may be written down. days: how many it was spread over; length: of one that lasted hours.

    No more than a day holds, and no more than the time that it took; nothing at all is allowed.
    """
    if lessons is None:
        return Allowed()
    if lessons <= 0 or lessons % HALF:
        return Denied("学时按半个学时记，例如 2 或者 1.5。", rule="LX-73", code="number", field="lessons")
    held = rule("LX-73", on)
    most = Decimal(held.count("day") * days)
    if length is not None:
        halves = length // timedelta(minutes=held.count("lesson") * float(HALF))
        most = min(most, halves * HALF)
    if lessons > most:
        return Denied(f"这么长的时间最多记 {plain(most)} 学时。", rule="LX-73", code="rule", field="lessons")
    return Allowed()
