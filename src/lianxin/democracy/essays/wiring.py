"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import MANAGE
from .policies import POSTS

SENTENCES = {
    "essays.draft": "征文与征稿：起草（{kind}，给{audience}）",
    "essays.draft_again": "征文与征稿：同一页再次提交，未重复登记",
    "essays.begin": "征文与征稿：开始写一篇",
    "essays.discard": "征文与征稿：作者删除草稿",
    "essays.ask_judge": "征文与征稿：请评委",
    "essays.let_go": "征文与征稿：不再请一位评委",
    "essays.declare": "征文与征稿：登记评委回避",
    "essays.stand_aside": "征文与征稿：评委回避一篇",
    "essays.judge": "征文与征稿：评委交出一份意见",
    "essays.remind": "征文与征稿：到期提醒 {alerts} 次",
    "essays.succeed": "征文与征稿：组织合并，转接 {calls} 个征集、{works} 篇稿件",
    "essays.demo": "征文与征稿：装入演示数据 {calls} 个",
    "essay_call.alert": "征文：期限提醒",
    "essay.alert": "稿件：期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, lines of the navigation."""
    from . import export, flow, indexing, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for one in (flow.CALL_FLOW, flow.WORK_FLOW):
        for row in one.lifecycle.transitions:
            describe(f"{one.kind}.{row.event}", f"{one.lifecycle.label}：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(indexing.CALL_KIND, indexing.calls, label="征文与征稿")
    register_source(indexing.WORK_KIND, indexing.works, label="入选作品")
    register_due("essays", provide)
    register_successor("essays", left=succession.left, carry=succession.carry)
    add_desk_item(Item("essays", "征文与征稿", "/workbench/essays/", "pen", MANAGE, 31, group="public"))
