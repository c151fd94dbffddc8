"""What both halves of the room ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请返回列表查看。")


def fits(text: str, rule_id: str, figure: str, label: str, field: str) -> Decision:
    """Whether something was written, and not more than the rule allows."""
    most = rule(rule_id).count(figure)
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule=rule_id, code="too_long", field=field
        )
    return Allowed()


def ahead(starts_at: datetime, rule_id: str) -> Decision:
    """Announced early enough for people to arrange their day."""
    days = rule(rule_id).count("ahead")
    if starts_at < moment.now() + timedelta(days=days):
        return Denied(f"至少提前 {days} 天公布，好让大家安排时间。", rule=rule_id, code="too_late", field="day",
                      remedy="请把日期往后放。")  # fmt: skip
    return Allowed()


def not_own(actor: Actor, drawn_by: int | None) -> Decision:
    """M04: drawn up by one, released by another."""
    if actor.is_person(drawn_by):
        return Denied("自己拟的由另一位同志发布。", code="own_work", remedy="请告诉有发布职责的同志。")
    return Allowed()


def kept(keeper: int | None, deputy: int | None) -> Decision:
    """F01: somebody is responsible, and somebody else when they are away."""
    if keeper is None or deputy is None:
        field = "keeper" if keeper is None else "deputy"
        return Denied(
            "公布以前要写明责任人和副责任人。", code="no_keeper", field=field, remedy="请先修改，把两位写上。"
        )
    return Allowed() if keeper != deputy else Denied("副责任人不能和责任人是同一人。", code="no_keeper", field="deputy")


def explained(reason: str) -> Decision:
    """A change that people see says why (M06)."""
    return Allowed() if reason.strip() else Denied("请写明原因，会公开显示。", code="empty", field="reason")
