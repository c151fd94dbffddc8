"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .policies import POSTS

#: none of them says what was voted, nor who voted in a poll without names
SENTENCES = {
    "polls.draw": "投票与测评：起草",
    "polls.draw_again": "投票与测评：同一页再次提交，未重复登记",
    "polls.cast_named": "投票与测评：记名投票",
    "polls.change_named": "投票与测评：改记名票",
    "polls.hand_paper": "投票与测评：发出一张纸质票",
    "polls.object": "投票与测评：有人对名册提意见",
    "polls.answer": "投票与测评：答复对名册的意见",
    "polls.enter_paper": "投票与测评：登记纸质票计数",
    "polls.tell_how_many": "投票与测评：正在进行 {polls} 次，已有 {ballots} 人参加",
    "polls.tell_keepers": "投票与测评：提醒责任人公布结果 {polls} 次",
    "polls.remind": "投票与测评：提醒 {people} 人",
    "polls.succeed": "投票与测评：组织合并，转接 {polls} 次",
    "polls.demo": "投票与测评：装入演示数据 {polls} 次",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, lines of the navigation."""
    from . import export, flow, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide
    from .indexing import KIND, entries, readable

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"poll.{row.event}", f"投票与测评：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(KIND, entries, label="投票与测评")
    register_inside(KIND, "投票与测评", readable)
    register_due("polls", provide)
    register_successor("polls", left=succession.left, carry=succession.carry)
    add_desk_item(Item("polls", "投票与测评", "/workbench/polls/", "check", READ, 24, group="party"))
