"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import ADVISE, READ
from .policies import POSTS

SENTENCES = {
    "improving.enter": "整改：列入（来源 {origin}）",
    "improving.enter_again": "整改：同一页再次提交，未重复登记",
    "improving.measure_again": "整改：同一条措施再次提交，未重复登记",
    "improving.remind": "整改：提醒 {alerts} 次",
    "improving.look_again": "整改：提示又出现 {hints} 件",
    "improving.succeed": "整改：组织合并，转接 {cases} 件",
    "improving.demo": "整改：装入演示数据 {cases} 件",
    "improving.advise": "决策参考：生成第 {version} 版",
    "improving.advise_again": "决策参考：同一页再次提交，未重复生成",
    "improving.edit_advice": "决策参考：修改文字",
    "improving.sign_advice": "决策参考：审定",
    "improvement.alert": "整改：期限提醒",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, lines of the navigation."""
    from . import beside_letters, export, flow, guards, jobs, succession  # noqa: F401 - exporter, guard and jobs register themselves
    from .due import provide
    from .indexing import KIND, entries

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"improvement.{row.event}", f"整改：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(KIND, entries, label="整改")
    beside_letters.connect()
    register_due("improving", provide)
    register_successor("improving", left=succession.left, carry=succession.carry)
    add_desk_item(Item("improving", "整改台账", "/workbench/improvements/", "check", READ, 14))
    add_desk_item(Item("advice", "决策参考", "/workbench/reference/", "chart", ADVISE, 16))
