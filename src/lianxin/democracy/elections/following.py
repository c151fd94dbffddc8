"""What may follow a count: another round, fewer seats, the report. Asked for the buttons and again by the actions."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from . import results
from .models import Election


def may_follow(actor: Actor, case: Election) -> Decision:
    """Somebody is level, or seats are left."""
    if results.last_sheet(case).level or results.seats_open(case):
        return Allowed()
    return Denied("名额已经选足，不用再投。" if case.of_persons else "表决只有一轮。", code="full")


def may_take_back(actor: Actor, case: Election) -> Decision:
    """A further vote that has not begun is given up; before the first count there is nothing to go back to."""
    if case.outcome is None:
        return Denied("还没有计过票，不选了的请取消。", code="wrong_state")
    return Allowed()


def may_reduce(actor: Actor, case: Election) -> Decision:
    """ELE-08: seats are left, and nobody waits for a run-off."""
    if results.last_sheet(case).level or not results.seats_open(case):
        return Denied("没有缺的名额可以减少。", rule="ELE-08", code="full")
    return Allowed()


def may_report(actor: Actor, case: Election) -> Decision:
    """Once every seat is filled or given up."""
    if results.last_sheet(case).level:
        return Denied("还有人票数相等，先再投一次。", rule="ELE-07", code="level")
    if left := results.seats_open(case):
        return Denied(f"还缺 {left} 名，先另行选举或者减少名额。", rule="ELE-08", code="open")
    return Allowed()
