"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.export import register_exporter
from lianxin.kernel.actor import grant
from lianxin.membership.dossiers.stages import register_keeper
from lianxin.membership.gatherings.linked import register_links
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ

SENTENCES = {
    "development.apply": "发展党员：登记入党申请",
    "development.carry_on": "发展党员：接续以前的培养（{stage}）",
    "development.send": "入党申请：本人在网上递交",
    "development.send_again": "入党申请：同一份再次递交，未重复登记",
    "development.withdraw": "入党申请：本人撤回",
    "development.take_in": "入党申请：收下，建立档案",
    "development.give_back": "入党申请：退回",
    "development.hand_out": "发展党员：下载文书（{paper}）",
    "development.observe": "发展党员：培养联系人写下情况",
    "development.observe_again": "发展党员：同一条情况再次提交，未重复登记",
    "development.analyse": "发展党员：党委分析积极分子队伍",
    "development.demo": "发展党员：装入演示数据 {cases} 件",
    "development.succeed": "发展党员：组织合并，转接 {cases} 件",
    "development.take_report": "发展党员：票数取自无记名表决的报告",
    "development.pass_over": "发展党员：票数由手工填写，没有用无记名表决的报告",
    "development.follow": "发展党员：随人转移 {cases} 件",
    "development.remind": "发展党员：到期提醒 {alerts} 件",
    "development.alert": "发展党员：到期提醒",
}


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, the line of the navigation."""
    from . import carrying, flow, jobs, succession, voting  # noqa: F401 - the jobs register themselves
    from .due import provide
    from .export import own

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"development.{row.event}", f"发展党员：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    label_code("development.application", "入党申请")
    label_code("development.carry_on", "入党事项")
    label_code("development.retraction", "发展党员：撤回登记错的一步")
    register_due("development", provide)
    register_successor("development", left=succession.left, carry=succession.carry)
    register_exporter("development", own)
    register_links("development", voting.links)
    register_keeper("development", carrying.on_the_way)
    add_desk_item(Item("development", "发展党员", "/workbench/development/", "flag", READ, 16, group="party"))
