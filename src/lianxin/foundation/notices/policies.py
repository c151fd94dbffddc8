"""Who may look at what leaves the house, and try it again."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from .models import Delivery

NO_RIGHT = Denied(
    "您的岗位没有查看通知发送情况的权限。", code="no_right", remedy="如工作需要，请联系本单位的系统管理员。"
)


def is_somebody(actor: Actor) -> Decision:
    """A person who is signed in."""
    return Allowed() if actor.person_id is not None else Denied("请先登录。", code="signed_out")


def may_read(actor: Actor) -> Decision:
    """Any duty with the verb; which rows appear follows from its organisation."""
    return Allowed() if actor.has("notices.read") else NO_RIGHT


def may_retry(actor: Actor, delivery: Delivery) -> Decision:
    """Only what was given up, and what still has somebody to go to."""
    if not actor.has("notices.retry"):
        return Denied("您的岗位没有重新发送的权限。", code="no_right", remedy="请联系本单位的系统管理员。")
    if delivery.state != "failed":
        return Denied("这条通知不在“未能送达”状态，不需要重新发送。", code="wrong_state")
    if delivery.notice_id is None and not delivery.address:
        return Denied("收件地址已按规定清除，不能再次发送。", code="address_gone")
    return Allowed()
