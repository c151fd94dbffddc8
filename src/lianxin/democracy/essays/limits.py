"""How long and how many, as the house agreed (LX-196)."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Allowed, Decision, Denied


def span_fits(opens_at: datetime, closes_at: datetime | None) -> Decision:
    """A theme is open for the days of LX-196, and ends ahead."""
    if closes_at is None:
        return Denied("请填写截止时间。", code="empty", field="closes_at")
    least = rule("LX-196").count("open")
    if closes_at - opens_at < timedelta(days=least):
        return Denied(f"从开始到截止至少 {least} 天。", rule="LX-196", code="span", field="closes_at")
    if closes_at <= moment.now():
        return Denied("截止时间已经过了。", code="past", field="closes_at")
    return Allowed()


def fits(text: str, label: str, field: str, *, figure: str, needed: bool = True) -> Decision:
    """Whether something was written, and not more than LX-196 allows."""
    most = rule("LX-196").count(figure)
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text.strip()) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text.strip())} 个字。", rule="LX-196", code="too_long", field=field
        )
    return Allowed()
