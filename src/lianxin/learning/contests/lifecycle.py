"""The table of a contest. Rounds open and close by the clock; no step and no job has to run for it."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

READ, DRAW, RELEASE, DECIDE = "contests.read", "contests.draw", "contests.release", "contests.decide"

CONTEST = Lifecycle(
    "contest", "知识竞赛",
    (
        State("draft", "起草", "prepared"),
        State("waiting", "等放行", "prepared"),
        State("released", "已放行", "going"),
        State("finished", "已结束", "over", terminal=True),
        State("cancelled", "已取消", "over", terminal=True),
    ),
    (
        Transition("change", ("draft",), SAME, DRAW, "修改"),
        Transition("submit", ("draft",), "waiting", DRAW, "送另一位同志看"),
        Transition("give_back", ("waiting",), "draft", RELEASE, "退回修改"),
        Transition("release", ("waiting",), "released", RELEASE, "放行", (), "放行，题目和赛程固定"),
        Transition("strike", ("released",), SAME, DECIDE, "剔除有误的题", (), "有一题认定有误，对所有人剔除，重新计分"),
        Transition("finish", ("released",), "finished", RELEASE, "结束", (), "结束，成绩不再变动"),
        Transition("cancel", ("draft", "waiting", "released"), "cancelled", RELEASE, "取消", (), "取消，答卷不计"),
        Transition("carried", ("draft", "waiting", "released", "finished"), SAME, "system", "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip
