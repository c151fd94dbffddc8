"""What the desk side of the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

SENTENCES = {
    "letters.add_topic": "群众留言：新增事项 {path}",
    "letters.rename_topic": "群众留言：事项改名 {old} → {new}",
    "letters.retire_topic": "群众留言：停用或恢复事项",
    "letters.drop_route": "群众留言：取消分派规则",
    "letters.export": "群众留言：导出列表 {rows} 行",
    "letters.reveal_contact": "群众留言：查看联系方式",
}


def connect() -> None:
    """Verbs of the desk, lines of the rail, the provider of 今天要办."""
    for post in ("dispatcher", "admin"):
        grant(post, "letters.route")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    from .due import work

    register_due("letters", work)
    add_desk_item(Item("letters", "群众留言", "/workbench/letters/", "letter", "letters.read", 10, tab=True, short="留言"))
    add_desk_item(Item("assist", "代录留言", "/workbench/letters/assist/", "pen", "letters.assist", 12, tab=True, short="代录"))
    add_desk_item(Item("topics", "事项与分派规则", "/workbench/letters/topics/", "tree", "letters.route", 60))
    add_desk_item(Item("moderation", "审核统计", "/workbench/letters/moderation/", "chart", "letters.read", 62))
