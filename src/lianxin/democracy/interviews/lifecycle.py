"""The tables of an interview, of a reception day and of a booking."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

DRAW, RELEASE, HOST = "talks.draw", "talks.release", "talks.host"
#: whoever has any duty there finds the line in the navigation
TALKS, RECEPTIONS = "talks.work", "receptions.work"
PLAN, ANNOUNCE, DESK = "receptions.plan", "receptions.announce", "receptions.desk"

TALK = Lifecycle(
    "interview", "在线访谈",
    (
        State("draft", "草稿", "preparing"),
        State("announced", "已预告", "coming"),
        State("postponed", "已推迟，时间待定", "coming"),
        State("live", "正在进行", "live"),
        State("finished", "已结束", "past"),
        State("recorded", "实录已发布", "past"),
        State("archived", "已归档", "past", terminal=True),
        State("cancelled", "已取消", "past", terminal=True),
        State("dropped", "不再预告", "dropped", terminal=True),
    ),
    (
        Transition("edit", ("draft",), SAME, DRAW, "修改"),
        Transition("announce", ("draft",), "announced", RELEASE, "发布预告", (), "发布预告"),
        Transition("drop", ("draft",), "dropped", DRAW, "不再预告"),
        Transition("amend", ("announced",), SAME, RELEASE, "更正预告", (), "更正预告"),
        Transition("postpone", ("announced",), "postponed", RELEASE, "推迟", (), "推迟"),
        Transition("reschedule", ("announced", "postponed"), "announced", RELEASE, "改时间", (), "改了时间"),
        Transition("cancel", ("announced", "postponed"), "cancelled", RELEASE, "取消", (), "取消"),
        Transition("begin", ("announced",), "live", HOST, "开始", (), "访谈开始"),
        Transition("finish", ("live",), "finished", HOST, "结束", (), "访谈结束"),
        Transition("record", ("finished",), "recorded", RELEASE, "发布实录", (), "发布实录"),
        Transition("archive", ("recorded",), "archived", RELEASE, "归档", (), "归档"),
        Transition("carried", ("draft", "announced", "postponed", "live", "finished", "recorded"), SAME, "system",
                   "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip

RECEPTION = Lifecycle(
    "reception", "接访日",
    (
        State("draft", "草稿", "preparing"),
        State("announced", "已公布", "coming"),
        State("held", "已结束", "past", terminal=True),
        State("cancelled", "已取消", "past", terminal=True),
        State("dropped", "不再公布", "dropped", terminal=True),
    ),
    (
        Transition("edit", ("draft",), SAME, PLAN, "修改"),
        Transition("announce", ("draft",), "announced", ANNOUNCE, "公布", (), "公布"),
        Transition("drop", ("draft",), "dropped", PLAN, "不再公布"),
        Transition("change", ("announced",), SAME, ANNOUNCE, "改时间地点", (), "改了时间地点"),
        Transition("cancel", ("announced",), "cancelled", ANNOUNCE, "取消", (), "取消"),
        Transition("hold", ("announced",), "held", DESK, "结束这一天", (), "接访结束"),
        Transition("carried", ("draft", "announced", "held"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip

_DONE = ("answered", "handed", "referred", "following")
VISIT = Lifecycle(
    "visit", "接访预约",
    (
        State("booked", "已预约", "waiting"),
        State("arrived", "到了", "waiting"),
        State("answered", "当场答复", "over"),
        State("handed", "转为群众留言", "over"),
        State("referred", "指到别处", "over"),
        State("following", "跟进中", "over"),
        State("missed", "没有来", "over", terminal=True),
        State("cancelled", "已取消", "over", terminal=True),
        State("called_off", "接访取消", "over", terminal=True),
    ),
    (
        Transition("move", ("booked",), SAME, "author", "改时间", (), "本人改了时间"),
        Transition("cancel", ("booked",), "cancelled", "author", "取消预约", (), "本人取消"),
        Transition("move_for", ("booked",), SAME, DESK, "代为改时间", (), "代为改了时间"),
        Transition("cancel_for", ("booked",), "cancelled", DESK, "代为取消", (), "代为取消"),
        Transition("arrive", ("booked",), "arrived", DESK, "到了", (), "到场"),
        Transition("miss", ("booked",), "missed", DESK, "没有来", (), "没有来，时段放开"),
        Transition("answer", ("arrived",), "answered", DESK, "当场答复了", (), "当场答复"),
        Transition("hand", ("arrived",), "handed", DESK, "转为群众留言", (), "转为群众留言办理"),
        Transition("refer", ("arrived",), "referred", DESK, "指给该去的地方", (), "指给了该去的地方"),
        Transition("follow", ("arrived",), "following", DESK, "要跟进", (), "答应跟进"),
        Transition("settle", ("following",), "answered", DESK, "跟进有了答复", (), "跟进有了答复"),
        Transition("rate", _DONE, SAME, "author", "评价", (), "本人评价"),
        Transition("rate_for", _DONE, SAME, DESK, "代记评价", (), "代记本人的评价"),
        Transition("call_off", ("booked",), "called_off", "system", "接访取消", (), "接访取消"),
        Transition("carried", ("booked", "arrived", *_DONE), SAME, "system", "随组织合并转到新组织"),
    ),
    "booked",
)  # fmt: skip
