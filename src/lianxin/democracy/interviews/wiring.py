"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import RECEPTIONS, TALKS
from .policies import receptions, talks

#: none of them says who asked, who booked or what about
SENTENCES = {
    "talks.draw": "在线访谈：拟预告",
    "talks.draw_again": "在线访谈：同一张表再次提交，未重复登记",
    "talks.same": "在线访谈：同问",
    "talks.place": "在线访谈：安排问题（{lane}）",
    "talks.merge": "在线访谈：合并相同的问题",
    "talks.unmerge": "在线访谈：分开问题",
    "talks.point": "在线访谈：指到群众留言",
    "talks.answer": "在线访谈：录答复",
    "talks.answer_again": "在线访谈：同一条答复再次提交，未重复登记",
    "talks.confirm": "在线访谈：嘉宾确认答复",
    "talks.release": "在线访谈：发布答复",
    "receptions.draw": "接访日：拟安排",
    "receptions.draw_again": "接访日：同一张表再次提交，未重复登记",
    "receptions.book": "接访预约：预约",
    "receptions.book_again": "接访预约：同一张表再次提交，未重复登记",
    "interviews.succeed": "在线访谈与接访：组织合并，转接 {matters} 件",
    "interviews.demo": "在线访谈与接访：装入演示数据 {rows} 个",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, search, places of speaking, lines of the navigation."""
    from . import export, flow, speaking_floor, succession  # noqa: F401 - the exporter registers itself
    from .due import provide
    from .indexing import RECEPTION_KIND, TALK_KIND, readable_talks, reception_entries, talk_entries

    for work, posts in ((TALKS, talks.POSTS), (RECEPTIONS, receptions.POSTS)):
        for post, verbs in posts.items():
            grant(post, work, *verbs)
    for kind, one in flow.FLOWS.items():
        for row in one.lifecycle.transitions:
            describe(f"{kind}.{row.event}", f"{one.lifecycle.label}：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    speaking_floor.connect()
    register_source(TALK_KIND, talk_entries, label="在线访谈")
    register_inside(TALK_KIND, "在线访谈", readable_talks)
    register_source(RECEPTION_KIND, reception_entries, label="接访日")
    register_due("interviews", provide)
    register_successor("interviews", left=succession.left, carry=succession.carry)
    add_desk_item(Item("talks", "在线访谈", "/workbench/talks/", "people", TALKS, 30, group="public"))
    add_desk_item(Item("receptions", "接访日", "/workbench/receptions/", "calendar", RECEPTIONS, 31, group="public"))
