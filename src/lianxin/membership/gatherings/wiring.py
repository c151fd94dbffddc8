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
    "gatherings.plan": "组织生活：列入计划，{on}",
    "gatherings.plan_year": "组织生活：{year} 年计划列入 {gatherings} 次",
    "gatherings.plan_again": "组织生活：同一张表再次提交，未重复列入",
    "gatherings.change": "组织生活：改了计划",
    "gatherings.credit": "组织生活：归档以后改学时，原来 {before}，现在 {after}",
    "gatherings.call": "组织生活：发通知 {people} 人",
    "gatherings.cancel": "组织生活：取消",
    "gatherings.ask_leave": "组织生活：请假",
    "gatherings.answer_leave": "组织生活：答复请假",
    "gatherings.sign_in": "组织生活：签到",
    "gatherings.sign_in_again": "组织生活：再次签到，没有变化",
    "gatherings.mark": "组织生活：登记到会 {people} 人",
    "gatherings.add": "组织生活：补记到会",
    "gatherings.add_guest": "组织生活：补记列席",
    "gatherings.drop_guest": "组织生活：撤掉补错的列席",
    "gatherings.exempt": "组织生活：登记年老体弱，{since} 起不作硬性要求",
    "gatherings.end_exemption": "组织生活：年老体弱的登记结束",
    "gatherings.resolve": "组织生活：登记决议",
    "gatherings.strike": "组织生活：撤掉记错的决议",
    "gatherings.resolve_again": "组织生活：同一条决议再次提交，未重复登记",
    "gatherings.give_task": "组织生活：登记会后任务，最迟 {until}",
    "gatherings.finish_task": "组织生活：会后任务完成",
    "gatherings.close": "组织生活：归档，应到 {due} 人，到会 {here} 人",
    "gatherings.open_feed": "组织生活：开通或更换日历地址",
    "gatherings.close_feed": "组织生活：停用日历",
    "gatherings.enter_paper": "组织生活：录入纸质签到表，{people} 人",
    "gatherings.confirm_paper": "组织生活：核对纸质签到表，登记到会 {people} 人",
    "gatherings.return_paper": "组织生活：退回纸质签到表",
    "gatherings.add_photos": "组织生活：补充照片 {photos} 张",
    "gatherings.hand_out": "组织生活：下载会议记录",
    "gatherings.review_self": "民主评议：写自评",
    "gatherings.review_others": "民主评议：登记互评 {people} 人",
    "gatherings.review_figures": "民主评议：登记测评 {people} 人",
    "gatherings.next_step": "民主评议：{step}做完",
    "gatherings.succeed": "组织生活：组织合并，转接 {gatherings} 次",
    "gatherings.demo": "组织生活：装入演示数据 {gatherings} 次",
}
NOTICES = {
    "gatherings.called": "会议通知", "gatherings.changed": "会议变更", "gatherings.cancelled": "会议取消",
    "gatherings.leave": "请假", "gatherings.task": "会后任务", "gatherings.gap": "组织生活提醒",
}  # fmt: skip


def connect() -> None:
    """Rights, audit sentences, today's work, mergers, jobs, the line of the navigation."""
    from . import jobs, succession  # noqa: F401 - the jobs register themselves
    from .due import provide
    from .export import own
    from .guards import may_see, may_see_paper

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    for code, label in NOTICES.items():
        label_code(code, label)
    register_due("gatherings", provide)
    register_exporter("gatherings", own)
    register_guard("gathering", may_see)
    register_guard("gathering_paper", may_see_paper)
    register_successor("gatherings", left=succession.left, carry=succession.carry)
    add_desk_item(Item("gatherings", "组织生活", "/workbench/gatherings/", "calendar", READ, 18, group="party"))
