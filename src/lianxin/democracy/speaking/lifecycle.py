"""The table of a contribution."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

REVIEW, ANSWER, ASSIST = "speaking.review", "speaking.answer", "speaking.assist"

_START_APPEAL = (ClockMove("appeal", "start"),)
_STOP_APPEAL = (ClockMove("appeal", "stop"),)
_STOP_REVIEW = (ClockMove("review", "stop"),)
_STOP_ALL = (ClockMove("review", "cancel"), ClockMove("appeal", "cancel"))
ALIVE = ("waiting", "published", "refused", "appealed", "hidden", "contested")
#: states in which other people see something: the words, or that words were taken down
SHOWN, TAKEN_DOWN = ("published",), ("hidden", "contested", "hidden_again")

CONTRIBUTION = Lifecycle(
    "contribution", "发言",
    (
        State("waiting", "待审核", "waiting"),
        State("published", "已发布", "shown"),
        State("refused", "未发布", "refused"),
        State("appealed", "申诉中", "waiting"),
        State("refused_again", "申诉后仍未发布", "refused", terminal=True),
        State("hidden", "已撤下", "hidden"),
        State("contested", "撤下，申诉中", "hidden"),
        State("hidden_again", "申诉后仍撤下", "hidden", terminal=True),
        State("withdrawn", "本人已撤回", "over", terminal=True),
    ),
    (
        Transition("publish", ("waiting",), "published", REVIEW, "发布", _STOP_REVIEW, "审核通过"),
        Transition("refuse", ("waiting",), "refused", REVIEW, "不予发布", _STOP_REVIEW, "未予发布"),
        Transition("appeal", ("refused",), "appealed", "author", "申诉", _START_APPEAL, "本人申诉"),
        Transition("overturn", ("appealed",), "published", REVIEW, "改为发布", _STOP_APPEAL, "申诉后发布"),
        Transition("uphold", ("appealed",), "refused_again", REVIEW, "维持不发布", _STOP_APPEAL, "申诉后维持"),
        Transition("hide", ("published",), "hidden", REVIEW, "撤下", (ClockMove("review", "cancel"),), "已撤下"),
        Transition("contest", ("hidden",), "contested", "author", "对撤下申诉", _START_APPEAL, "本人申诉"),
        Transition("restore", ("contested",), "published", REVIEW, "恢复", _STOP_APPEAL, "申诉后恢复"),
        Transition("keep_hidden", ("contested",), "hidden_again", REVIEW, "维持撤下", _STOP_APPEAL, "申诉后维持"),
        Transition("amend", ("published",), SAME, "author", "更正", (ClockMove("review", "start"),), "本人提出更正"),
        Transition("take_amendment", ("published",), SAME, REVIEW, "更正通过", _STOP_REVIEW, "已更正"),
        Transition("drop_amendment", ("published",), SAME, REVIEW, "更正不通过", _STOP_REVIEW, "更正未通过"),
        Transition("withdraw", ALIVE, "withdrawn", "author", "撤回", _STOP_ALL, "本人撤回"),
        Transition("carried", ALIVE, SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "waiting",
)  # fmt: skip
