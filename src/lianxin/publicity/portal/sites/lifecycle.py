"""The ways of an item into another site, and of a proposal about a site."""

from __future__ import annotations

from lianxin.kernel.lifecycle import ClockMove, Lifecycle, State, Transition

_STOP, _CANCEL = (ClockMove("answer", "stop"),), (ClockMove("answer", "cancel"),)
OPEN = ("proposed", "accepted", "shown")

RELAY = Lifecycle(
    "portal_relay", "推荐与转载",
    (
        State("proposed", "待对方采用", "waiting"),
        State("accepted", "待审核", "waiting"),
        State("shown", "已采用", "shown"),
        State("refused", "未采用", "ended", terminal=True),
        State("withdrawn", "已撤下", "ended", terminal=True),
    ),
    (
        Transition("accept", ("proposed",), "accepted", "portal.write", "采用，送审", _STOP),
        Transition("refuse", ("proposed",), "refused", "portal.write", "不采用", _STOP),
        Transition("pass", ("accepted",), "shown", "portal.review", "审核通过"),
        Transition("return", ("accepted",), "refused", "portal.review", "审核不通过"),
        Transition("take_out", ("accepted", "shown"), "withdrawn", "portal.write", "从本站撤下"),
        Transition("call_back", OPEN, "withdrawn", "author", "原站点撤回", _CANCEL),
        Transition("end", OPEN, "withdrawn", "system", "站点已结束", _CANCEL),
    ),
    "proposed",
)  # fmt: skip

RESHAPE = Lifecycle(
    "portal_reshape", "合并与关停",
    (
        State("proposed", "等责任人答复", "waiting"),
        State("answered", "待决定", "waiting"),
        State("done", "已决定执行", "ended", terminal=True),
        State("kept", "决定保留", "ended", terminal=True),
        State("dropped", "已撤回", "ended", terminal=True),
    ),
    (
        Transition("answer", ("proposed",), "answered", "author", "答复", _STOP),
        Transition("carry_out", ("proposed", "answered"), "done", "portal.decide_site", "同意并执行", _CANCEL),
        Transition("keep", ("proposed", "answered"), "kept", "portal.decide_site", "保留站点", _CANCEL),
        Transition("drop", ("proposed", "answered"), "dropped", "portal.reshape", "撤回提议", _CANCEL),
        Transition("end", ("proposed", "answered"), "dropped", "system", "组织已合并", _CANCEL),
    ),
    "proposed",
)  # fmt: skip

AT_PROPOSAL = (ClockMove("answer", "start"),)
