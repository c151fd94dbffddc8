"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import ANSWER
from .policies import POSTS

#: none of them says a word of what was written, nor who asked without a name
SENTENCES = {
    "asking.ask": "党员提问：提出",
    "asking.ask_again": "党员提问：同一页再次提交，未重复登记",
    "asking.enter": "党员提问：代录 {on} 纸上交来的",
    "asking.enter_again": "党员提问：同一页代录再次提交，未重复登记",
    "asking.hand_out": "党员提问：打印问答",
    "asking.answer_again": "党员提问：同一答复再次提交，未重复登记",
    "asking.remind": "党员提问：提醒答复 {alerts} 次",
    "asking.succeed": "党员提问：组织合并，转接 {questions} 个",
    "asking.demo": "党员提问：装入演示数据 {questions} 个",
    "question.alert": "党员提问：答复期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the export, the line of the navigation."""
    from . import export, flow, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"question.{row.event}", f"党员提问：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("asking", provide)
    register_successor("asking", left=succession.left, carry=succession.carry)
    add_desk_item(Item("asking", "党员提问", "/workbench/questions/", "letter", ANSWER, 18, group="party"))
