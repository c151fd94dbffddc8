"""The table of one help. "author" is whoever has a part in it: who helps, who is helped, who organises; the guards
say which of them."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

MANAGE, COUNT = "helping.manage", "helping.count"

_OPEN = ("registered", "helping", "confirming", "following")
_VISIT = (ClockMove("visit", "stop"), ClockMove("visit", "start"))
_NO_VISIT = (ClockMove("visit", "cancel"),)
_SAID = (ClockMove("confirm", "stop"),)

HELP = Lifecycle(
    "help", "帮扶",
    (
        State("registered", "待安排", "waiting"),
        State("helping", "帮扶中", "helping"),
        State("confirming", "等本人说结果", "helping"),
        State("following", "等回访", "following"),
        State("closed", "已了结", "over", terminal=True),
        State("stopped", "已停止", "over", terminal=True),
    ),
    (
        Transition("assign", ("registered",), "helping", MANAGE, "安排党员帮扶", (ClockMove("visit", "start"),), "已安排党员帮扶"),
        Transition("reassign", ("helping",), SAME, MANAGE, "换人帮扶", (), "换了帮扶的党员"),
        Transition("deed", ("helping",), SAME, "author", "登记做了什么", _VISIT, "上门或者帮办"),
        Transition("done", ("helping",), "confirming", "author", "办完了，请本人说结果", (*_NO_VISIT, ClockMove("confirm", "start")), "等本人说结果"),
        Transition("settle", ("confirming",), "following", "author", "本人说有帮助", (*_SAID, ClockMove("follow", "start")), "本人说有帮助"),
        Transition("again", ("confirming",), "helping", "author", "本人说没有解决", (*_SAID, ClockMove("visit", "start")), "本人说没有解决，接着帮"),
        Transition("close", ("following",), "closed", "author", "回访过，稳定了", (ClockMove("follow", "stop"),), "回访过，已了结"),
        Transition("reopen", ("following",), "helping", "author", "回访发现还有困难", (ClockMove("follow", "stop"), ClockMove("visit", "start")), "还有困难，接着帮"),
        Transition("stop", _OPEN, "stopped", MANAGE, "停止", tuple(ClockMove(c, "cancel") for c in ("visit", "confirm", "follow")), "已停止"),
        Transition("revoke", (*_OPEN, "closed", "stopped"), "stopped", "author", "收回同意", tuple(ClockMove(c, "cancel") for c in ("visit", "confirm", "follow")), "本人收回同意"),
        Transition("carried", (*_OPEN, "closed"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "registered",
)  # fmt: skip
