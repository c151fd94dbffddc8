"""The table of an election at a meeting: prepared, announced, held round by round, reported, approved, filed.

What happens inside the box (ballots, shuffles, decryptions) is no row of it: it stands in the archive of each round.
"""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

READ, DRAW, RELEASE, RUN, APPROVE = (
    "elections.read", "elections.draw", "elections.release", "elections.run", "elections.approve",
)  # fmt: skip

_BEFORE = ("draft", "waiting", "announced", "meeting", "voting", "closed")

ELECTION = Lifecycle(
    "election", "选举",
    (
        State("draft", "准备", "prepared"),
        State("waiting", "等审核", "prepared"),
        State("announced", "已公布", "prepared"),
        State("meeting", "会场", "going"),
        State("voting", "正在投票", "going"),
        State("closed", "已截止，正在开票", "going"),
        State("counted", "已计票", "counted"),
        State("reported", "已上报", "counted"),
        State("approved", "已批准", "over"),
        State("archived", "已归档", "over", terminal=True),
        State("cancelled", "已取消", "over", terminal=True),
    ),
    (
        Transition("change", ("draft",), SAME, DRAW, "修改"),
        Transition("bring_roll", ("draft",), SAME, DRAW, "从表格导入名册"),
        Transition("submit", ("draft",), "waiting", DRAW, "送审核"),
        Transition("give_back", ("waiting",), "draft", RELEASE, "退回修改"),
        Transition("release", ("waiting",), "announced", RELEASE, "公布", (), "公布候选人，名册固定"),
        Transition("begin", ("announced",), "meeting", RUN, "开始签到", (), "大会签到"),
        Transition("appoint", ("meeting",), SAME, RUN, "登记监票人", (), "大会通过监票人"),
        Transition("give_keys", ("meeting",), SAME, RUN, "合成选举密钥", (), "监票人的密钥合成"),
        Transition("hand_out", ("meeting",), SAME, RUN, "登记投票凭证", (), "发出投票凭证"),
        Transition("open", ("meeting",), "voting", RUN, "开始投票", (), "开始投票"),
        Transition("close", ("voting",), "closed", RUN, "停止投票", (), "停止投票"),
        Transition("count", ("closed",), "counted", RUN, "计票", (), "计票"),
        Transition("void", ("closed",), "meeting", RUN, "宣布无效，重新投票", (), "收回的票多于发出的票，重新投票"),
        Transition("another", ("counted",), "meeting", RUN, "再投一轮", (), "再投一轮"),
        Transition("take_back", ("meeting",), "counted", RUN, "不再投这一轮", (), "不再投这一轮"),
        Transition("reduce", ("counted",), SAME, RUN, "减少名额", (), "大会同意减少名额"),
        Transition("report", ("counted",), "reported", RUN, "上报", (), "上报结果"),
        Transition("send_back", ("reported",), "counted", APPROVE, "退回补正", (), "退回补正"),
        Transition("approve", ("reported",), "approved", APPROVE, "批准", (), "上级批准"),
        Transition("archive", ("approved",), "archived", RUN, "归档", (), "归档"),
        Transition("cancel", _BEFORE, "cancelled", RELEASE, "取消", (), "取消，收到的票不计"),
        Transition("carried", (*_BEFORE, "counted", "reported", "approved", "archived"), SAME, "system", "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip
