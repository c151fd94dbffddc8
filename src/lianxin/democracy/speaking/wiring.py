"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import REVIEW
from .policies import POSTS

SENTENCES = {
    "speaking.say": "发言：提交（{kind} {place}）",
    "speaking.say_again": "发言：同一页再次提交，未重复登记",
    "speaking.remind": "发言：提醒审核 {alerts} 次",
    "speaking.succeed": "发言：组织合并，转接 {contributions} 条",
    "contribution.alert": "发言：审核期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, the line of the navigation."""
    from . import export, flow, indexing, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"contribution.{row.event}", f"发言：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(indexing.KIND, indexing.entries, label="发言")
    register_due("speaking", provide)
    register_successor("speaking", left=succession.left, carry=succession.carry)
    add_desk_item(Item("speaking", "发言审核", "/workbench/speaking/", "letter", REVIEW, 24, group="public"))
