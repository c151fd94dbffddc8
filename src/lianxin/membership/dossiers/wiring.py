"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.export import register_exporter
from lianxin.foundation.privacy.policies import register_reveal
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from . import correcting, family, succession
from .due import provide
from .export import own
from .policies import POSTS, READ, sees_contact, sees_page, sees_sealed

SENTENCES = {
    "dossiers.give_file": "党员档案：给已有账号的同志建立档案",
    "dossiers.enrol": "党员档案：建立档案",
    "dossiers.enrol_member": "党员档案：补录为 {stage}，等人确认",
    "dossiers.propose_member": "党员档案：提出更正为 {stage}，等人确认",
    "dossiers.confirm_member": "党员档案：确认为 {stage}",
    "dossiers.decline_member": "党员档案：没有确认为 {stage}",
    "dossiers.change": "党员档案：更正 {columns}",
    "dossiers.add_record": "党员档案：补充内容",
    "dossiers.import": "党员档案：导入名册，新建 {imported} 份、更正 {changed} 份、退回 {refused} 行，依据：{basis}",
    "dossiers.set_stage": "党员档案：人员类别变为 {stage}",
    "dossiers.move": "党员档案：随人转到新支部",
    "dossiers.come_back": "党员档案：转回来，接着用原来的档案",
    "dossiers.leave": "党员档案：不再在册（{standing}）",
    "dossiers.restore": "党员档案：恢复党籍",
    "dossiers.begin_again": "党员档案：取消资格后重新申请入党",
    "dossiers.succeed": "党员档案：组织合并，转接 {files} 份",
    "dossiers.export": "党员档案：导出名册 {rows} 行",
    "dossiers.add_paper": "党员档案：{kind}入档，文件 {files} 个",
    "dossiers.propose_paper": "党员档案：本人提交材料 {kind}，文件 {files} 个",
    "dossiers.take_paper": "党员档案：收下本人提交的 {kind}",
    "dossiers.decline_paper": "党员档案：没有收下本人提交的 {kind}",
    "dossiers.remove_paper": "党员档案：撤下材料 {kind}",
    "dossiers.withdraw_paper": "党员档案：本人收回材料 {kind}",
    "dossiers.note_originals": "党员档案：记下纸质原件 {papers} 份",
    "dossiers.open_page": "党员档案：查看材料 {kind}",
    "dossiers.search_papers": "党员档案：在材料里查找",
    "dossiers.export_missing": "党员档案：导出缺件清单 {rows} 行",
    "dossiers.add_relative": "党员档案：本人填写家庭成员",
    "dossiers.remove_relative": "党员档案：本人删去家庭成员",
    "dossiers.merge": "党员档案：合并重复的档案",
    "dossiers.split": "党员档案：拆开合并错的档案",
    "dossiers.keep_apart": "党员档案：登记两份档案不是同一人",
    "dossiers.put_back": "党员档案：撤回登记错了的一步，恢复为 {stage}",
    "dossiers.drop_originals": "党员档案：撤回归档，撤下纸质原件 {papers} 份",
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
    for label in ("dossiers.MemberRecord", "dossiers.Relative"):
        register_reveal(label, sees_sealed)
    register_guard("paper", sees_page)
    register_exporter("dossiers", own)
    label_code("dossiers.sanction", "我的档案")
    label_code("dossiers.admission", "党员档案：补录")
    family.connect()
    correcting.connect()
    register_due("dossiers", provide)
    register_successor("dossiers", left=succession.left, carry=succession.carry)
    add_desk_item(Item("members", "党员档案", "/workbench/members/", "people", READ, 15, group="party"))
