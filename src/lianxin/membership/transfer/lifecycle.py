"""The table of a transfer. `org_path` is always the organisation whose turn it is."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

WORK, ISSUE, JUDGE = "transfer.work", "transfer.issue", "transfer.judge"

_OPEN = ("requested", "issued", "declined", "refused", "appealed")

TRANSFER = Lifecycle(
    "transfer", "组织关系转接",
    (
        State("requested", "待开介绍信", "leaving"),
        State("issued", "已开介绍信，待接收", "on_the_way"),
        State("recalling", "撤回中，等对方平台回话", "on_the_way"),
        State("declined", "没有同意转出", "leaving"),
        State("refused", "对方没有接收", "leaving"),
        State("appealed", "上级复核中", "appealed"),
        State("received", "已接收", "over", terminal=True),
        State("cancelled", "已撤销", "over", terminal=True),
        State("stays", "上级决定不转", "over", terminal=True),
    ),
    (
        Transition("issue", ("requested",), "issued", ISSUE, "开出介绍信", (), "党委开出介绍信"),
        Transition("adjust", ("requested",), "received", ISSUE, "在本党委内调整", (), "在党委内调整到新支部"),
        Transition("decline", ("requested",), "declined", ISSUE, "不同意转出", (), "党委没有同意转出"),
        Transition("receive", ("issued",), "received", ISSUE, "接收并编入支部", (), "接收方党委接收"),
        Transition("refuse", ("issued",), "refused", ISSUE, "不接收", (), "接收方没有接收"),
        Transition("reissue", ("issued", "refused"), "issued", ISSUE, "重新开介绍信", (), "重新开出介绍信"),
        Transition("note_receipt", ("issued",), "received", ISSUE, "登记纸质回执", (), "收到对方回执"),
        Transition("appeal", ("declined", "refused"), "appealed", WORK, "请上级复核", (), "支部请上级复核"),
        Transition("appeal_own", ("declined", "refused"), "appealed", "author", "我要申诉", (), "本人提出申诉"),
        Transition("order_issue", ("appealed",), "requested", JUDGE, "要求开出介绍信", (), "上级要求开出介绍信"),
        Transition("order_receive", ("appealed",), "issued", JUDGE, "要求接收", (), "上级要求接收"),
        Transition("keep", ("appealed",), "stays", JUDGE, "维持，不转", (), "上级维持原来的决定"),
        Transition("recall", ("requested", "issued", "declined", "refused"), "cancelled", WORK, "撤销转接", (), "转接已撤销"),
        Transition("ask_back", ("issued",), "recalling", WORK, "撤销转接", (), "正在向对方撤回"),
        Transition("recall_own", ("requested", "declined", "refused"), "cancelled", "author", "撤回申请", (), "本人撤回申请"),
        Transition("came_back", ("recalling",), "cancelled", "system", "对方同意撤回", (), "对方同意撤回"),
        Transition("was_received", ("issued", "recalling"), "received", "system", "对方平台回执", (), "对方已接收"),
        Transition("was_refused", ("issued", "recalling"), "refused", "system", "对方平台没有接收", (), "对方没有接收"),
        Transition("was_recalled", ("issued",), "cancelled", "system", "原党委撤销", (), "原党委撤销了介绍信"),
        Transition("offered_again", ("issued", "refused", "cancelled"), "issued", "system", "原党委重新开介绍信", (), "原党委重新开出介绍信"),
        Transition("carried", _OPEN, SAME, "system", "随组织合并转到新单位", (), "随组织合并转到新单位"),
    ),
    "requested",
)  # fmt: skip
