"""Who may read the ledger."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied


def may_read(actor: Actor) -> Decision:
    """Any duty with the verb; which lines appear follows from its organisation."""
    if actor.has("audit.read"):
        return Allowed()
    return Denied("您的岗位没有查看操作记录的权限。", code="no_right", remedy="如工作需要，请联系本单位的系统管理员。")
