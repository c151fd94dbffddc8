"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.consents import Purpose, add_purpose
from lianxin.kernel.actor import grant
from lianxin.membership.dossiers.queries import is_member
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ
from .words import SHOWABLE

SENTENCES = {
    "upkeep.propose": "支部联系：修改联系方式，等待确认",
    "upkeep.confirm": "支部联系：确认联系方式",
    "upkeep.send_back": "支部联系：退回修改",
    "upkeep.keeper": "支部联系：指定责任人",
    "upkeep.remind": "支部联系：提醒核对 {cards} 个组织",
    "upkeep.succeed": "支部联系：组织合并，停用联系方式 {cards} 份",
    "upkeep.write_rule": "制度落实：登记制度",
    "upkeep.write_again": "支部建设：同一页再次提交，未重复登记",
    "upkeep.change_rule": "制度落实：修改制度",
    "upkeep.end_rule": "制度落实：停用制度",
    "upkeep.check": "制度落实：登记检查",
    "upkeep.remind_rules": "制度落实：提醒检查 {rules} 项",
    "upkeep.found_group": "领导机构：登记",
    "upkeep.change_group": "领导机构：更正",
    "upkeep.seat": "领导机构：登记成员",
    "upkeep.unseat": "领导机构：登记退出",
    "upkeep.meet": "领导机构：列入一次会议",
    "upkeep.dissolve": "领导机构：撤销",
    "upkeep.demo": "支部联系：装入演示数据 {cards} 份",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, what members may allow, the line of the navigation."""
    from . import jobs, succession  # noqa: F401 - the jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    for key, (label, shown) in SHOWABLE.items():
        text = f"同意后，本支部的党员在“我的支部”能看到您的{shown}。"
        add_purpose(Purpose(key, label, text, "撤回后马上看不到，也没有人能导出。"), offered_to=is_member)
    register_due("upkeep", provide)
    register_successor("upkeep", left=succession.left, carry=succession.carry)
    add_desk_item(Item("upkeep", "支部建设", "/workbench/upkeep/", "place", READ, 19, group="party"))
