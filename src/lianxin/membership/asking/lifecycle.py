"""The table of a question."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

ANSWER = "asking.answer"

QUESTION = Lifecycle(
    "question", "党员提问",
    (
        State("open", "待答复", "asked"),
        State("answered", "已答复", "answered"),
        State("closed", "已了结", "over", terminal=True),
        State("withdrawn", "已撤回", "over", terminal=True),
    ),
    (
        Transition("answer", ("open",), "answered", ANSWER, "答复", (ClockMove("answer", "stop"),), "已答复"),
        Transition("add", ("answered",), SAME, ANSWER, "补充答复", (), "补充答复"),
        Transition("show", ("answered", "closed"), SAME, ANSWER, "让党员看到", (), "给党员看"),
        Transition("unshow", ("answered", "closed"), SAME, ANSWER, "不再给党员看", (), "不再给党员看"),
        Transition("ask_more", ("answered",), "open", "author", "再问", (ClockMove("answer", "start"),), "追问"),
        Transition("enter_more", ("answered",), "open", ANSWER, "录入纸上的追问", (ClockMove("answer", "start"),), "纸上的追问"),
        Transition("hand_back", ("answered", "closed"), SAME, ANSWER, "纸上的答复已送出", (), "纸上的答复已送出"),
        Transition("settle", ("answered",), "closed", "author", "清楚了", (), "本人说清楚了"),
        Transition("allow", ("open", "answered", "closed"), SAME, "author", "愿意让党员看到"),
        Transition("refuse", ("open", "answered", "closed"), SAME, "author", "不让党员看到"),
        Transition("withdraw", ("open", "answered", "closed"), "withdrawn", "author", "撤回", (ClockMove("answer", "cancel"),), "本人撤回"),
        Transition("carried", ("open", "answered", "closed"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "open",
)  # fmt: skip
