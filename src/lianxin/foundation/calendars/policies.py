"""Who may change a calendar, and which days may still change."""

from __future__ import annotations

from datetime import date

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

EDIT = "calendars.edit"


def may_open(actor: Actor) -> Decision:
    """The page is for those who keep a calendar somewhere."""
    if actor.has(EDIT):
        return Allowed()
    return Denied("只有管理员可以查看和修改工作日历。", code="no_right", remedy="需要调整时，请联系本单位管理员。")


def may_edit(actor: Actor, org_path: str) -> Decision:
    """A calendar moves deadlines, so only its keeper may touch it (P05)."""
    if actor.may(EDIT, org_path):
        return Allowed()
    return OUT_OF_SCOPE if actor.has(EDIT) else may_open(actor)


def may_change_day(actor: Actor, day: date, today: date) -> Decision:
    """Days that are over stay as they were: a deadline that has passed is not moved afterwards."""
    if actor.kind == "system" or day >= today:
        return Allowed()
    return Denied(
        "已经过去的日子不能再改，否则办过的事会变成超期或不超期。",
        code="past",
        remedy="请选今天或以后的日子。",
        field="date",
    )
