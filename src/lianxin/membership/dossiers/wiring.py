"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.policies import register_reveal
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from . import succession
from .policies import POSTS, READ, sees_contact

SENTENCES = {
    "dossiers.enrol": "党员档案：建立档案",
    "dossiers.change": "党员档案：更正 {columns}",
    "dossiers.add_record": "党员档案：补充内容",
    "dossiers.import": "党员档案：导入名册，新建 {imported} 份、更正 {changed} 份、退回 {refused} 行",
    "dossiers.set_stage": "党员档案：人员类别变为 {stage}",
    "dossiers.move": "党员档案：随人转到新支部",
    "dossiers.leave": "党员档案：不再在册（{standing}）",
    "dossiers.succeed": "党员档案：组织合并，转接 {files} 份",
    "dossiers.export": "党员档案：导出名册 {rows} 行",
    "dossiers.demo": "党员档案：装入演示数据 {files} 份",
}


def connect() -> None:
    """Rights, audit sentences, mergers, the line of the navigation."""
    from . import jobs  # noqa: F401 - it registers itself

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_reveal("accounts.Person", sees_contact)
    register_successor("dossiers", left=succession.left, carry=succession.carry)
    add_desk_item(Item("members", "党员档案", "/workbench/members/", "people", READ, 15))
