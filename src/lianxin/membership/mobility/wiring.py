"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.export import register_exporter
from lianxin.foundation.privacy.policies import register_reveal
from lianxin.kernel.actor import Actor, grant
from lianxin.membership.dossiers.following import register_follower
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.visitors import register_visitors
from lianxin.membership.upkeep.own_page import register_part
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ, sees_contact

SENTENCES = {
    "mobility.register": "流动党员：登记外出（{kind}）",
    "mobility.confirm": "流动党员：答复本人报告的外出",
    "mobility.move_on": "流动党员：更新地方，{since} 起",
    "mobility.change_kind": "流动党员：改类别（{kind}）",
    "mobility.note_host": "流动党员：流入组织答复接收登记",
    "mobility.assign_liaison": "流动党员：安排联系人",
    "mobility.end": "流动党员：登记结束（{how}）",
    "mobility.contact": "流动党员：登记联系（{way}）",
    "mobility.contact_again": "流动党员：同一次联系再次提交，未重复登记",
    "mobility.propose": "党籍处理建议：提出（{ground}，自 {since}）",
    "mobility.look": "党籍处理建议：按日子提示 {fresh} 条，情况变化的结束 {ended} 条",
    "mobility.remind": "流动党员：提醒 {registrations} 条登记",
    "mobility.follow": "流动党员：档案有变，登记随之更新",
    "mobility.succeed": "流动党员：组织合并，转接登记 {absences} 条、建议 {matters} 条",
    "mobility.demo": "流动党员：装入演示数据 {absences} 条",
}
NOTICES = {
    "mobility.asked": "外出报告", "mobility.registered": "外出登记", "mobility.confirmed": "外出登记", "mobility.host": "流动党员流入",
    "mobility.noted": "接收登记", "mobility.moved": "在外党员", "mobility.liaison": "联系人", "mobility.ended": "外出登记",
    "mobility.contact": "该联系在外党员", "mobility.transfer": "应转组织关系", "mobility.keep": "保留组织关系", "mobility.until": "外出到期",
    "mobility.matter": "党籍处理建议",
}  # fmt: skip


def connect() -> None:
    """Rights, audit sentences, notices, today's work, mergers, export, the line of the navigation; and who hears of it."""
    from . import flow, jobs, queries, succession  # noqa: F401 - the jobs register themselves
    from .actions import follow
    from .branch import part_of
    from .due import provide
    from .export import own

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"mobility.{row.event}", f"党籍处理建议：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    for code, label in NOTICES.items():
        label_code(code, label)

    def moved(member: Member, actor: Actor) -> None:
        follow(actor=actor, member=member)

    register_follower("mobility", moved)
    register_visitors("mobility", queries.visitors)
    register_part("mobility", part_of)
    register_reveal("mobility.Absence", sees_contact)
    register_due("mobility", provide)
    register_exporter("mobility", own)
    register_successor("mobility", left=succession.left, carry=succession.carry)
    add_desk_item(Item("mobility", "流动党员", "/workbench/mobility/", "place", READ, 17, group="party"))
