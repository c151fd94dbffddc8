"""What the desk side of the room tells the house when Django has loaded."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.still import register_still
from lianxin.foundation.privacy.policies import register_reveal
from lianxin.kernel.actor import Actor, grant
from lianxin.kernel.decision import Decision, Denied
from lianxin.ui.registry import Item, add_desk_item

from . import policies

SENTENCES = {
    "letters.add_topic": "群众留言：新增事项 {path}",
    "letters.rename_topic": "群众留言：事项改名 {old} → {new}",
    "letters.retire_topic": "群众留言：停用或恢复事项",
    "letters.drop_route": "群众留言：取消分派规则",
    "letters.mark_seen": "群众留言：领导已阅",
    "letters.follow_topics": "群众留言：领导关注 {topics} 项事项",
    "letters.sort_new": "群众留言：机器比对 {letters} 件",
    "letters.decide_group": "群众留言：保留、改名或解散一个主题",
    "letters.merge_groups": "群众留言：合并两个主题",
    "letters.take_out": "群众留言：把一件移出主题",
    "letters.look_for_rises": "群众留言：查看 {week} 这一周的苗头，检验 {tests} 项，提示 {hints} 项",
    "letters.mark_rise": "群众留言：处理一项苗头提示",
    "letters.write_text": "群众留言：写一条参考用语 {name}",
    "letters.retire_text": "群众留言：停用或恢复一条参考用语 {name}",
    "letters.mark_topic": "群众留言：给事项加标记 {mark}",
    "letters.export": "群众留言：导出列表 {rows} 行",
    "letters.progress_with_photos": "群众留言：记一步进展并附照片",
}


def may_see_contact(actor: Actor, letter: Any, field: str) -> Decision:
    """Whoever works on the letter and keeps no distance from it (PET-06)."""
    if not actor.may("letters.work", letter.org_path):
        return Denied("您的岗位不能查看联系方式。", rule="PIP-01", code="no_right")
    return policies.no_conflict(actor, letter)


def connect() -> None:
    """Verbs of the desk, lines of the rail, the provider of 今天要办."""
    for post in ("dispatcher", "admin"):
        grant(post, "letters.route")
    for post in ("approver", "secretary", "leader", "admin"):
        grant(post, "letters.texts")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    from .due import work
    from .queries.desk import still_open

    register_due("letters", work)
    register_still("/workbench/letters/", still_open)
    register_reveal("letters.Letter", may_see_contact)
    add_desk_item(
        Item("letters", "群众留言", "/workbench/letters/", "letter", "letters.read", 10, tab=True, short="留言")
    )
    add_desk_item(
        Item("assist", "代录留言", "/workbench/letters/assist/", "pen", "letters.assist", 12, tab=True, short="代录")
    )
    add_desk_item(Item("reading", "领导阅办", "/workbench/letters/reading/", "eye", "letters.instruct", 11))
    add_desk_item(Item("groups", "主题和苗头", "/workbench/letters/groups/", "tree", "letters.sort", 13))
    add_desk_item(Item("topics", "事项与分派规则", "/workbench/letters/topics/", "filter", "letters.route", 60))
    add_desk_item(Item("texts", "参考用语", "/workbench/letters/texts/", "pen", "letters.texts", 61))
    add_desk_item(Item("moderation", "审核统计", "/workbench/letters/moderation/", "chart", "letters.read", 62))
