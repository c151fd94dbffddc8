"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.membership.development.ballots import register_ballots
from lianxin.membership.development.undoing import register_hold
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .policies import POSTS

#: none of them says what was voted, nor who voted
SENTENCES = {
    "elections.draw": "选举：准备",
    "elections.draw_again": "选举：同一页再次提交，未重复登记",
    "elections.check_in": "选举：签到，到会有选举权的 {present} 人",
    "elections.excuse": "选举：登记不计入应到，应到 {due} 人",
    "elections.take_opinion": "选举：登记书面意见（名册 {number} 号），共 {opinions} 份",
    "elections.drop_opinion": "选举：撤掉书面意见（名册 {number} 号），共 {opinions} 份",
    "elections.hand_in_key": "选举：监票人交来公钥",
    "elections.hand_in_part": "选举：监票人一起做密钥（{part}）",
    "elections.try_out": "选举：试投一张票",
    "elections.shuffle": "选举：监票人打乱选票（第 {owner} 位）",
    "elections.decrypt": "选举：监票人交来解密份额（第 {owner} 位）",
    "elections.count_paper": "选举：登记纸质票计数",
    "elections.succeed": "选举：组织合并，转接 {elections} 次",
}

#: what the line of a step says besides its word
FIGURES = {"bring_roll": "，有选举权 {voters} 人，没有的 {without} 人"}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the export, the line of the navigation."""
    from . import admissions, export, flow, jobs, succession  # noqa: F401 - the exporter and the jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"election.{row.event}", f"选举：{row.label}{FIGURES.get(row.event, '')}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("elections", provide)
    register_successor("elections", left=succession.left, carry=succession.carry)
    register_ballots("elections", admissions.provide)
    register_hold("elections", admissions.on_a_roll)
    add_desk_item(Item("elections", "选举", "/workbench/elections/", "check", READ, 23, group="party"))
