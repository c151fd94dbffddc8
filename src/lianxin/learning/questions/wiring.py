"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .policies import POSTS

SENTENCES = {
    "bank.write": "题库：出题",
    "bank.write_again": "题库：同一页再次提交，未重复登记",
    "bank.approve_many": "题库：一页复核通过 {questions} 题",
    "bank.import": "题库：导入 {imported} 题，退回 {refused} 行",
    "bank.found_wrong": "题库：竞赛中认定题目有误",
    "bank.succeed": "题库：组织合并，转接 {questions} 题",
    "bank.demo": "题库：装入演示数据 {questions} 题",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the export, the line of the navigation."""
    from . import export, flow, succession  # noqa: F401 - the exporter registers itself
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"bank_question.{row.event}", f"题库：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("questions", provide)
    register_successor("questions", left=succession.left, carry=succession.carry)
    add_desk_item(Item("bank", "题库", "/workbench/question-bank/", "open-book", READ, 27, group="public"))
