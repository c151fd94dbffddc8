"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.export import register_exporter
from lianxin.kernel.actor import grant
from lianxin.membership.development.undoing import register_hold
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ

SENTENCES = {
    "transfer.ask": "组织关系：提出转出",
    "transfer.arrive": "组织关系：登记收到的介绍信",
    "transfer.print": "组织关系：打开介绍信的打印页",
    "transfer.remind": "组织关系：提醒快到期的介绍信 {letters} 封",
    "transfer.succeed": "组织关系：组织合并，转接 {cases} 件",
    "transfer.demo": "组织关系：装入演示数据 {cases} 件",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, what other instances may say, the line of the navigation."""
    from . import crossing, flow, jobs, queries, succession  # noqa: F401 - the jobs register themselves
    from .due import provide
    from .export import own

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"transfer.{row.event}", f"组织关系：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    crossing.connect()
    register_due("transfer", provide)
    register_successor("transfer", left=succession.left, carry=succession.carry)
    register_exporter("transfer", own)
    register_hold("transfer", queries.underway)
    add_desk_item(Item("transfer", "组织关系", "/workbench/transfer/", "out", READ, 17, group="party"))
