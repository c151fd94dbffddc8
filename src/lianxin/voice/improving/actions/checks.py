"""What every step asks of its words and days."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Allowed, Decision, Denied


def fits(text: str, label: str, field: str, *, needed: bool = True, figure: str = "text") -> Decision:
    """Whether something was written, and not more than LX-170 allows."""
    most = rule("LX-170").count(figure)
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-170", code="too_long", field=field
        )
    return Allowed()


def comes(day: date, field: str = "due_on") -> Decision:
    """Whether a day lies ahead."""
    return Allowed() if day >= moment.today() else Denied("这一天已经过去了。", code="past", field=field)


def passed(day: date, field: str = "on") -> Decision:
    """Whether a day has come."""
    return Allowed() if day <= moment.today() else Denied("这一天还没有到。", code="future", field=field)
