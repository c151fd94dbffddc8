"""The table of a proposal. `org_path` is always the organisation whose turn it is; no row is the system's that changes a file."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

KEEP, DECIDE = "mobility.keep", "mobility.decide"
_OPEN = ("proposed", "told", "discussed")

MATTER = Lifecycle(
    "mobility", "党籍处理建议",
    (
        State("proposed", "待告知本人", "branch"),
        State("told", "听取本人说明，待支部研究", "branch"),
        State("discussed", "支部已研究，待党委决定", "committee"),
        State("decided", "已作决定", "over", terminal=True),
        State("aside", "暂不处理", "over", terminal=True),
        State("gone", "情况已经变化，不再处理", "over", terminal=True),
    ),
    (
        Transition("tell", ("proposed",), "told", KEEP, "告知本人", (), "支部告知，请您说明情况"),
        Transition("answer_own", ("told", "discussed"), SAME, "author", "我要说明", (), "您作了说明"),
        Transition("hear", ("told",), SAME, KEEP, "记录本人说明", (), "支部记录了您的说明"),
        Transition("discuss", ("told",), "discussed", KEEP, "登记支部研究的意见", (), "支部已经研究，报党委决定"),
        Transition("set_aside", ("proposed", "told"), "aside", KEEP, "暂不处理", (), "支部决定暂不处理"),
        Transition("set_aside", ("discussed",), "aside", DECIDE, "暂不处理", (), "党委决定暂不处理"),
        Transition("decide", ("discussed",), "decided", DECIDE, "作出决定", (), "党委已作决定"),
        Transition("send_back", ("discussed",), "told", DECIDE, "退回支部再研究", (), "党委退回支部再研究"),
        Transition("reopen", ("aside",), "proposed", KEEP, "重新提出", (), ""),
        Transition("change", _OPEN, "gone", "system", "情况变化", (), "情况已经变化，不再处理"),
        Transition("carried", _OPEN, SAME, "system", "随组织关系转到新支部", (), ""),
    ),
    "proposed",
)  # fmt: skip
