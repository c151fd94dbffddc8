"""Checks of what people typed, whoever calls: lengths by LX-34, reasons by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Denied, Refused


def limit(name: str) -> int:
    """Most signs of a title, body or question, most files."""
    return rule("LX-34", on=moment.today()).count(name)


def need(text: str, label: str, field: str, figure: str = "body") -> str:
    """The text without blanks around it. Raises `Refused` when it is empty or too long."""
    text = text.strip()
    if not text:
        raise Refused(Denied(f"请填写{label}。", code="empty", field=field))
    most = limit(figure)
    if len(text) > most:
        raise Refused(Denied(f"{label}最多 {most} 个字。", rule="LX-34", code="too_long", field=field))
    return text


def need_reason(reason: str, known: Mapping[str, str], text: str, *, rule_id: str = "") -> None:
    """A reason code and words of one's own (M02)."""
    if reason not in known:
        raise Refused(Denied("请选择理由。", rule=rule_id, code="no_reason", field="reason"))
    if not text.strip():
        raise Refused(Denied("请写明具体情况。", rule=rule_id, code="no_text", field="text"))
