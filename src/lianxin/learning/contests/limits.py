"""Whether a text was written and is not longer than its rule allows."""

from __future__ import annotations

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Allowed, Decision, Denied


def within(text: str, label: str, field: str, figure: str, *, by: str = "LX-221") -> Decision:
    """Something was written, and not too much. figure: of the rule `by`."""
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    return not_longer(text, label, field, figure, by=by)


def not_longer(text: str, label: str, field: str, figure: str, *, by: str = "LX-221") -> Decision:
    """Not too much; nothing at all is fine."""
    most = rule(by).count(figure)
    if len(text) > most:
        words = f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。"
        return Denied(words, rule=by, code="too_long", field=field)
    return Allowed()
