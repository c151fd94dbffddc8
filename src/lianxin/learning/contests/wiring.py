"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .policies import POSTS

#: none of them says what was answered, nor what it earned
SENTENCES = {
    "contests.draw_up": "知识竞赛：起草",
    "contests.draw_up_again": "知识竞赛：同一页再次提交，未重复登记",
    "contests.start": "知识竞赛：开始答题",
    "contests.start_again": "知识竞赛：接着答题",
    "contests.hand_in": "知识竞赛：交卷",
    "contests.mark": "知识竞赛：算分 {papers} 份",
    "contests.object": "知识竞赛：有人说题目有误",
    "contests.decide": "知识竞赛：认定题目是否有误",
    "contests.name_me": "知识竞赛：本人愿意列进合格名单",
    "contests.name_me_not": "知识竞赛：本人不列进合格名单",
    "contests.succeed": "知识竞赛：组织合并，转接 {contests} 次",
    "contests.demo": "知识竞赛：装入演示数据 {contests} 次",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, lines of the navigation."""
    from . import export, flow, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide
    from .indexing import KIND, entries

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"contest.{row.event}", f"知识竞赛：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(KIND, entries, label="知识竞赛")
    register_due("contests", provide)
    register_successor("contests", left=succession.left, carry=succession.carry)
    add_desk_item(Item("contests", "知识竞赛", "/workbench/contests/", "cap", READ, 28, group="public"))
