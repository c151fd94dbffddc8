"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ

SENTENCES = {
    "dues.assess": "党费：核定，{since} 起",
    "dues.charge": "党费：记 {month} 应收，{members} 人",
    "dues.receive": "党费：登记交纳，收据 {voucher}",
    "dues.receive_again": "党费：同一笔交纳再次提交，未重复登记",
    "dues.undo": "党费：冲正收据 {voucher}",
    "dues.demo": "党费：装入演示数据 {members} 人",
}


def connect() -> None:
    """Rights, audit sentences, the line of the navigation."""
    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    add_desk_item(Item("dues", "党费", "/workbench/dues/", "chart", READ, 17))
