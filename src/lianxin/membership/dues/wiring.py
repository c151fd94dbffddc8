"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.privacy.export import register_exporter
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ

SENTENCES = {
    "dues.assess": "党费：核定，{since} 起",
    "dues.charge": "党费：记 {month} 应收，{members} 人",
    "dues.receive": "党费：登记交纳，收据 {voucher}",
    "dues.receive_again": "党费：同一笔交纳再次提交，未重复登记",
    "dues.undo": "党费：冲正收据 {voucher}",
    "dues.undo_line": "党费：冲正一笔应收或减免",
    "dues.remit": "党费：减免 {month}",
    "dues.remit_again": "党费：同一笔减免再次提交，未重复登记",
    "dues.hand_up": "党费：登记上缴，凭证 {voucher}",
    "dues.hand_up_again": "党费：同一笔上缴再次提交，未重复登记",
    "dues.take_in": "党费：确认下级上缴 {voucher}，{standing}",
    "dues.settle": "党费：处理上缴差额，凭证 {voucher}",
    "dues.import_bill": "党费账单：导入 {imported} 笔，未变 {unchanged} 笔，退回 {refused} 行",
    "dues.book": "党费账单：一笔入账，收据 {voucher}",
    "dues.unbook": "党费账单：收据 {voucher} 冲正，这一笔重新待对账",
    "dues.set_aside": "党费账单：一笔不作党费",
    "dues.wait_again": "党费账单：一笔放回待对账",
    "dues.propose_way": "党费收款方式：提出，等另一位核对",
    "dues.confirm_way": "党费收款方式：核对启用，通知 {people} 人",
    "dues.refuse_way": "党费收款方式：没有启用",
    "dues.stop_way": "党费收款方式：停用，通知 {people} 人",
    "dues.succeed": "党费：组织合并，转接账单 {bills} 份",
    "dues.demo": "党费：装入演示数据 {members} 人",
}


def connect() -> None:
    """Rights, audit sentences, notices, today's work, one's own export, pictures, the line of the navigation."""
    from . import confirming, jobs, succession  # noqa: F401 - the job registers itself
    from .bills.actions import receipt_undone
    from .due import provide
    from .export import own
    from .undoing import object_with, on_undone
    from .ways import may_see

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    label_code("dues.way", "党费收款方式")
    label_code("dues.handed", "上缴的党费")
    register_due("dues", provide)
    register_exporter("dues", own)
    register_guard("payway", may_see)
    on_undone(receipt_undone)
    on_undone(confirming.undone)
    object_with(confirming.objection)
    register_successor("dues", left=succession.left, carry=succession.carry)
    add_desk_item(Item("dues", "党费", "/workbench/dues/", "chart", READ, 17, group="party"))
