"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import COUNT
from .policies import POSTS

#: none of them says who is helped, nor with what
SENTENCES = {
    "helping.register": "帮扶：登记帮扶对象",
    "helping.register_again": "帮扶：同一页再次提交，未重复登记",
    "helping.deed_again": "帮扶：同一次经过再次提交，未重复登记",
    "helping.look": "帮扶：查看帮扶内容",
    "helping.remind": "帮扶：提醒 {alerts} 次",
    "helping.succeed": "帮扶：组织合并，转接 {helps} 件",
    "helping.demo": "帮扶：装入演示数据 {helps} 件",
    "help.alert": "帮扶：期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the export, the line of the navigation."""
    from . import export, flow, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"help.{row.event}", f"帮扶：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("helping", provide)
    register_successor("helping", left=succession.left, carry=succession.carry)
    add_desk_item(Item("helping", "帮扶", "/workbench/helping/", "people", COUNT, 20, group="party"))
