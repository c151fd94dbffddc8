"""How long and how many, as the house agreed (LX-75 … LX-77)."""

from __future__ import annotations

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Allowed, Decision, Denied


def longest(name: str, rule_id: str = "LX-75") -> int:
    """Most characters of ``title``, ``body``, ``comment``, or most ``files`` (LX-75); ``text``, ``remark`` (LX-77)."""
    return rule(rule_id).count(name)


def fits(text: str, name: str, label: str, *, rule_id: str = "LX-75", needed: bool = True) -> Decision:
    """Whether something was written, and not too much of it. label: what the reader calls the field."""
    most = longest(name, rule_id)
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=name)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule=rule_id, code="too_long", field=name
        )
    return Allowed()
