"""Times of a contest by the rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianxin.foundation.rules.registry import rule


def grace() -> timedelta:
    """How long after the end an answer that was on its way is still taken (LX-222)."""
    return timedelta(minutes=rule("LX-222").count("grace"))


def ends_at(start: datetime, minutes: int, closes_at: datetime, *, longer: bool) -> datetime:
    """When the time of an attempt is up: its minutes, more of them for whoever asked (LX-223), never after the round."""
    fold = rule("LX-223").count("longer") if longer else 1
    return min(start + timedelta(minutes=minutes * fold), closes_at)
