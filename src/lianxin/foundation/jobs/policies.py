"""Who may look at the queue, and who may give a dead job another chance."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from .models import Job

_ASK = "如工作需要，请联系本单位的系统管理员。"


def may_read(actor: Actor) -> Decision:
    """The queue belongs to the whole installation, so the verb anywhere is enough."""
    if actor.has("jobs.read"):
        return Allowed()
    return Denied("您的岗位没有查看后台任务的权限。", code="no_right", remedy=_ASK)


def may_revive(actor: Actor, job: Job) -> Decision:
    """Only a job that was given up can be tried again by hand."""
    if not actor.has("jobs.revive"):
        return Denied("您的岗位没有重试后台任务的权限。", code="no_right", remedy=_ASK)
    if job.dead_at is None:
        return Denied("这项任务没有停下，系统会自动处理。", code="wrong_state", remedy="请刷新页面查看最新情况。")
    return Allowed()
