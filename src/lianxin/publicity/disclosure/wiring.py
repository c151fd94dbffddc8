"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.attachments import register_again
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item, add_public_item

READ, PROPOSE, REVIEW, SECRECY = "disclosure.read", "disclosure.propose", "disclosure.review", "disclosure.secrecy"
APPROVE, PUBLISH, ANSWER = "disclosure.approve", "disclosure.publish", "disclosure.answer"
CATALOGUE = "disclosure.catalogue"

#: who may do what inside the subtree of the organisation
POSTS = {
    "editor": (READ, PROPOSE, PUBLISH),
    "committee_member": (READ, PROPOSE, PUBLISH),
    "deputy_secretary": (READ, PROPOSE, REVIEW, SECRECY, PUBLISH),
    "reviewer": (READ, REVIEW, SECRECY),
    "discipline": (READ, SECRECY),
    "approver": (READ, APPROVE, ANSWER),
    "secretary": (READ, PROPOSE, REVIEW, SECRECY, APPROVE, PUBLISH, ANSWER, CATALOGUE),
    "leader": (READ, APPROVE, ANSWER, CATALOGUE),
    "admin": (READ, CATALOGUE),
}

SENTENCES = {
    "disclosure.propose": "党务公开：提出（目录 {entry}）",
    "disclosure.propose_again": "党务公开：同一张表再次提交，未重复登记",
    "disclosure.add_line": "党务公开：列入目录 {code} {matter}",
    "disclosure.add_template": "党务公开：目录模板增加 {code} {matter}",
    "disclosure.give": "党务公开：向下级下发目录模板，新增 {lines} 项",
    "disclosure.ask": "党务公开：收到公开申请",
    "disclosure.ask_again": "党务公开：同一份申请再次提交，未重复登记",
    "disclosure.ask_question": "党务公开：收到提问",
    "disclosure.ask_question_again": "党务公开：同一个提问再次提交，未重复登记",
    "disclosure.review_question": "党务公开：审核提问",
    "disclosure.appeal_question": "党务公开：提问人申诉",
    "disclosure.answer_question": "党务公开：回答提问",
    "disclosure.review_answer": "党务公开：审核回答",
    "disclosure.rate": "党务公开：评价",
    "disclosure.alert_questions": "党务公开：提问到期提醒",
    "disclosure.convey": "党务公开：向党员传达，送达 {people} 人",
    "disclosure.succeed_all": "党务公开：组织合并，转接 {items} 件事项、{lines} 项目录、{requests} 份申请",
    "disclosure.remind": "党务公开：督促更新目录，提醒 {people} 人",
    "disclosure.set_keepers": "党务公开：为没有责任人的 {lines} 项目录指定责任人",
    "disclosure.warn_unkept": "党务公开：提醒没有责任人的目录 {lines} 项",
    "disclosure.retire_all": "党务公开：停用全部目录 {lines} 项",
    "disclosure.import_catalogue": "党务公开：导入目录 {imported} 项",
    "disclosure.give_alerts": "党务公开：到期提醒",
    "disclosure.demo": "党务公开：装入演示数据 {items} 件",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, lines of the navigation."""
    from . import export, flow, guards, jobs  # noqa: F401 - they register themselves
    from .actions import succession
    from .due import provide
    from .indexing import KIND, entries, index_again

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for one in flow.FLOWS:
        for row in one.lifecycle.transitions:
            describe(f"{one.kind}.{row.event}", f"{one.lifecycle.label}：{row.label}")
        describe(f"{one.kind}.alert", f"{one.lifecycle.label}：发出一条到期提醒")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(KIND, entries, label="党务公开")
    register_again(KIND, index_again)
    register_due("disclosure", provide)
    register_successor("disclosure", left=succession.left, carry=succession.carry)
    add_public_item(Item("disclosure", "党务公开", "/disclosure/", "paper", order=30, short="公开"))
    add_desk_item(Item("disclosure", "党务公开", "/workbench/disclosure/", "paper", READ, 20, group="public"))
    add_desk_item(
        Item("disclosure_asked", "公开申请", "/workbench/disclosure/requests/", "inbox", ANSWER, 21, group="public")
    )
    add_desk_item(
        Item("disclosure_lines", "公开目录", "/workbench/disclosure/catalogue/", "open-book", READ, 22, group="public")
    )
