"""问题—整改—销号: the table of one problem. Whoever worked on it does not verify it; guards say who is who.

What everybody sees is released beside the states, by a second person, as the text stood then.
"""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

READ, SET, WORK, VERIFY = "improving.read", "improving.set", "improving.work", "improving.verify"
RELEASE, ADVISE, SIGN = "improving.release", "improving.advise", "improving.sign"

STATES = (
    State("entered", "待认领", "entered"),
    State("objected", "有异议", "entered"),
    State("working", "整改中", "working"),
    State("reported", "待验收", "checking"),
    State("closed", "已销号", "closed", terminal=True),
    State("dropped", "不列入", "dropped", terminal=True),
)
#: where something can be shown to everybody
SHOWABLE = ("working", "reported", "closed")
OPEN = ("entered", "objected", "working", "reported")


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start accept"`` -> ClockMove("accept", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


TRANSITIONS = (
    Transition("accept", ("entered",), "working", WORK, "认领", _m("stop accept"), "责任单位认领"),
    Transition("object", ("entered",), "objected", WORK, "提出异议", _m("stop accept", "start decide")),
    Transition("keep", ("objected",), "entered", SET, "维持，请认领", _m("stop decide", "start accept")),
    Transition("drop", ("entered", "objected"), "dropped", SET, "不列入", _m("cancel accept", "stop decide")),
    Transition("measure", ("entered", "working"), SAME, WORK, "补充措施", (), "补充整改措施"),
    Transition("measured", ("working",), SAME, WORK, "措施完成", (), "完成一项措施"),
    Transition("progress", ("working",), SAME, WORK, "记一步进展", (), "整改进展"),
    Transition("extend", ("working",), SAME, VERIFY, "延期", (), "延长整改期限"),
    Transition("report", ("working",), "reported", WORK, "报告完成", _m("start verify"), "责任单位报告完成"),
    Transition("send_back", ("reported",), "working", VERIFY, "退回继续整改", _m("stop verify"), "验收没有通过，继续整改"),
    Transition("close", ("reported",), "closed", VERIFY, "验收通过，销号", _m("stop verify"), "验收通过，销号"),
    Transition("again", ("closed",), SAME, "system", "又收到同类留言"),
    Transition("settle_again", ("closed",), SAME, VERIFY, "看过，不重新整改"),
    Transition("reopen", ("closed",), "working", VERIFY, "重新整改", (), "问题又出现，重新整改"),
    # -- outside: a second person releases, those concerned answer first (F03)
    Transition("ask_show", SHOWABLE, SAME, SET, "提请公开", _m("cancel answer", "start answer")),
    Transition("answer_show", SHOWABLE, SAME, WORK, "写单位说明", _m("stop answer"), "责任单位写了说明"),
    Transition("show", SHOWABLE, SAME, RELEASE, "公开", _m("stop answer"), "公开"),
    Transition("keep_inside", SHOWABLE, SAME, RELEASE, "暂不公开", _m("cancel answer")),
    Transition("take_down", SHOWABLE, SAME, RELEASE, "撤下公开", _m("cancel answer"), "撤下公开"),
    Transition("correct", (*OPEN, "closed"), SAME, SET, "改文字", (), "更正文字"),
    Transition("carried", (*OPEN, "closed"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
)  # fmt: skip

IMPROVEMENT = Lifecycle("improvement", "整改", STATES, TRANSITIONS, "entered")
#: clocks that begin when a problem is entered
AT_ENTRY = _m("start accept")
#: steps of those who do the work; none of them verifies it
WORKED = ("accept", "measure", "measured", "progress", "report")
