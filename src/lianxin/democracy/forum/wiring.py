"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.democracy.speaking.registry import register_floor
from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import MANAGE
from .policies import POSTS
from .words import KIND

SENTENCES = {
    "forum.propose": "议事：提议（给{audience}）",
    "forum.propose_again": "议事：同一页再次提交，未重复登记",
    "forum.draft": "议事：准备话题（给{audience}）",
    "forum.draft_again": "议事：同一页再次提交，未重复登记",
    "forum.follow": "议事：关注话题",
    "forum.unfollow": "议事：不再关注话题",
    "forum.close_due": "议事：到时结束 {topics} 个",
    "forum.remind": "议事：到期提醒 {alerts} 次",
    "forum.tell_followers": "议事：告诉关注的人 {told} 次",
    "forum.tell_silent": "议事：提醒没有回应的话题 {topics} 个",
    "forum.succeed": "议事：组织合并，转接 {topics} 个",
    "forum.demo": "议事：装入演示数据 {topics} 个",
    "topic.alert": "议事：期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, the floor, search, today's work, mergers, the export, lines of the navigation."""
    from . import export, flow, indexing, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide
    from .floor import FLOOR

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"topic.{row.event}", f"议事：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_floor(KIND, FLOOR)
    register_source(indexing.KIND, indexing.entries, label="议事话题")
    register_inside(indexing.KIND, "议事话题", indexing.readable)
    register_due("forum", provide)
    register_successor("forum", left=succession.left, carry=succession.carry)
    add_desk_item(Item("forum", "议事与讨论", "/workbench/forum/", "people", MANAGE, 23, group="public"))
