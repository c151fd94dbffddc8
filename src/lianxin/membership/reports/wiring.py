"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

#: none of them says a word of what was written
SENTENCES = {
    "reports.begin": "思想汇报：开始写一篇",
    "reports.attach": "思想汇报：附上 {files} 个照片或扫描件",
    "reports.detach": "思想汇报：去掉一个附件",
    "reports.send": "思想汇报：交出，{audience}",
    "reports.enter": "思想汇报：代录 {on} 纸上交来的一篇，{audience}",
    "reports.enter_again": "思想汇报：同一页代录再次提交，未重复登记",
    "reports.withdraw": "思想汇报：撤回",
    "reports.rework": "思想汇报：撤回后改成草稿",
    "reports.discard": "思想汇报：作者删除",
    "reports.open_to": "思想汇报：改谁能看，{audience}",
    "reports.listen": "思想汇报：{ears}意见",
    "reports.comment": "思想汇报：发表意见",
    "reports.comment_again": "思想汇报：同一条意见再次提交，未重复登记",
    "reports.take_away": "思想汇报：删除一条意见",
    "reports.ask_public": "思想汇报：作者确认公开稿，等待放行",
    "reports.close_public": "思想汇报：作者撤回公开",
    "reports.let_out": "思想汇报：放行公开稿",
    "reports.hold": "思想汇报：公开稿没有放行或者撤下",
    "reports.talk": "谈心谈话：登记",
    "reports.talk_again": "谈心谈话：同一条再次提交，未重复登记",
    "reports.talk_read": "谈心谈话：查看了别人的谈话记录",
    "reports.wish": "谈心谈话：有同志想找人谈谈",
    "reports.wish_on_paper": "谈心谈话：登记 {on} 纸上交给自己的请求",
    "reports.wish_again": "谈心谈话：同一次请求再次提交，未重复登记",
    "reports.unwish": "谈心谈话：不用谈了",
    "reports.remark": "谈心谈话：本人补充",
    "reports.amend": "谈心谈话：更正内容",
    "reports.succeed": "思想汇报：组织合并，转接 {reports} 篇",
    "reports.demo": "思想汇报：装入演示数据 {reports} 篇",
}


def connect() -> None:
    """Rights, audit sentences, the guard of the attachments, today's work, mergers, the line of the navigation."""
    from . import export, policies, succession  # noqa: F401 - the exporter registers itself
    from .due import provide

    for post, verbs in policies.POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_guard("report", policies.sees_file)
    register_due("reports", provide)
    register_successor("reports", left=succession.left, carry=succession.carry)
    add_desk_item(Item("reports", "思想汇报", "/workbench/reports/", "pen", policies.READ, 18, group="party"))
