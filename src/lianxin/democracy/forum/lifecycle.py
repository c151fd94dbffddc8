"""The table of a topic. Whether people can speak is a question of the clock on the wall, not of the state."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

MANAGE, RELEASE = "forum.manage", "forum.release"

#: states in which the audience sees the topic
VISIBLE = ("released", "closed", "summing", "summed")
ALIVE = ("proposed", "appealed", "declined", "draft", *VISIBLE)

TOPIC = Lifecycle(
    "topic", "议事话题",
    (
        State("proposed", "有人提议", "proposed"),
        State("declined", "没有采纳", "declined"),
        State("appealed", "提议人申诉", "proposed"),
        State("declined_again", "申诉后仍不采纳", "declined", terminal=True),
        State("draft", "待放行", "preparing"),
        State("dropped", "不发起了", "over", terminal=True),
        State("released", "已发起", "running"),
        State("closed", "已结束，待小结", "ended"),
        State("summing", "小结待放行", "ended"),
        State("summed", "已小结", "ended"),
        State("taken_down", "已撤下", "down", terminal=True),
        State("withdrawn", "提议人已撤回", "over", terminal=True),
    ),
    (
        Transition("take_up", ("proposed",), "draft", MANAGE, "采纳", (ClockMove("answer", "stop"),), "提议已采纳"),
        Transition("decline", ("proposed",), "declined", MANAGE, "不采纳", (ClockMove("answer", "stop"),), "提议没有采纳"),
        Transition("appeal", ("declined",), "appealed", "author", "申诉", (ClockMove("appeal", "start"),), "提议人申诉"),
        Transition("overturn", ("appealed",), "proposed", MANAGE, "申诉成立", (ClockMove("appeal", "stop"), ClockMove("answer", "start")), "申诉成立，重新办理"),
        Transition("uphold", ("appealed",), "declined_again", MANAGE, "维持不采纳", (ClockMove("appeal", "stop"),), "申诉后维持"),
        Transition("withdraw", ("proposed", "declined", "appealed"), "withdrawn", "author", "撤回提议",
                   (ClockMove("answer", "cancel"), ClockMove("appeal", "cancel")), "提议人撤回"),
        Transition("edit", ("draft",), SAME, MANAGE, "修改"),
        Transition("drop", ("draft",), "dropped", MANAGE, "不发起了"),
        Transition("release", ("draft",), "released", RELEASE, "放行", (), "话题发起"),
        Transition("reschedule", ("released",), SAME, MANAGE, "改时间", (), "改了结束时间"),
        Transition("close", ("released",), "closed", "system", "到时结束", (ClockMove("summary", "start"),), "讨论结束"),
        Transition("keepers", ("draft", *VISIBLE), SAME, MANAGE, "换主持人"),
        Transition("summarise", ("closed",), "summing", MANAGE, "写小结", (ClockMove("summary", "stop"),)),
        Transition("return_summary", ("summing",), "closed", RELEASE, "退回小结", (ClockMove("summary", "start"),)),
        Transition("release_summary", ("summing",), "summed", RELEASE, "放行小结", (), "公布小结"),
        Transition("take_down", VISIBLE, "taken_down", RELEASE, "撤下", (ClockMove("summary", "cancel"),), "已撤下"),
        Transition("carried", ALIVE, SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "proposed",
)  # fmt: skip
