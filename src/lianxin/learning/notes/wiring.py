"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.pages import Offer, register_offer
from lianxin.ui.registry import Item, add_desk_item

#: none of them says a word of what was written
SENTENCES = {
    "notes.begin": "学习心得：开始写一篇",
    "notes.send": "学习心得：发布，{audience}",
    "notes.withdraw": "学习心得：撤回",
    "notes.rework": "学习心得：撤回后改成草稿",
    "notes.discard": "学习心得：作者删除",
    "notes.open_to": "学习心得：改谁能看，{audience}",
    "notes.listen": "学习心得：{ears}评论",
    "notes.comment": "学习心得：发表评论，{place}",
    "notes.comment_again": "学习心得：同一条评论再次提交，未重复登记",
    "notes.take_away": "学习心得：删除一条评论",
    "notes.show_comment": "学习心得：评论通过审核",
    "notes.refuse_comment": "学习心得：评论没有通过审核",
    "notes.ask_again": "学习心得：请另一位同志再看一条评论",
    "notes.ask_public": "学习心得：作者确认公开稿，等待放行",
    "notes.close_public": "学习心得：作者撤回公开",
    "notes.let_out": "学习心得：放行公开稿",
    "notes.hold": "学习心得：公开稿没有放行或者撤下",
    "notes.recommend": "学习心得：{organisation}推荐一篇",
    "notes.unrecommend": "学习心得：取消{organisation}的推荐",
    "notes.succeed": "学习心得：组织合并，转接 {notes} 篇",
    "notes.demo": "学习心得：装入演示数据 {notes} 篇",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the search, the link beside what can be studied."""
    from . import export, indexing, policies, succession  # noqa: F401 - the exporter registers itself
    from .due import provide

    for post, verbs in policies.POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("notes", provide)
    register_successor("notes", left=succession.left, carry=succession.carry)
    register_source(indexing.OPEN, indexing.copies, label="学习心得")
    register_source(indexing.INSIDE, indexing.inside)
    register_inside(indexing.INSIDE, "学习心得", indexing.readable)
    register_offer("notes", Offer("写心得", "/me/notes/new/?about={}", "pen"))
    add_desk_item(Item("notes", "学习心得", "/workbench/notes/", "cap", policies.READ, 19, group="party"))
