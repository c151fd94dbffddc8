"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import KEEP
from .policies import POSTS

#: none of them says whom it concerns, nor how
SENTENCES = {
    "oversight.open": "监督台账：登记一件",
    "oversight.open_again": "监督台账：同一页再次提交，未重复登记",
    "oversight.said_again": "监督台账：同一段话再次提交，未重复登记",
    "oversight.look": "监督台账：查看一件",
    "oversight.remind": "监督台账：提醒期限 {matters} 件",
    "oversight.demo": "监督台账：装入演示数据 {matters} 件",
    "oversight.succeed": "监督台账：组织合并，转接 {matters} 件",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the export, the line of the navigation."""
    from . import export, flow, jobs, succession  # noqa: F401 - they register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"oversight.{row.event}", f"监督台账：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("oversight", provide)
    register_successor("oversight", left=succession.left, carry=succession.carry)
    add_desk_item(Item("oversight", "监督台账", "/workbench/oversight/", "lock", KEEP, 21, group="party"))
