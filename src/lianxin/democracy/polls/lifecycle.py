"""The table of a poll. Opening and closing are no rows of it: the clock opens and closes, no step and no job."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

READ, DRAW, RELEASE, COUNT = "polls.read", "polls.draw", "polls.release", "polls.count"

POLL = Lifecycle(
    "poll", "投票与测评",
    (
        State("draft", "起草", "prepared"),
        State("waiting", "等放行", "prepared"),
        State("released", "已放行", "going"),
        State("shown", "结果已公布", "shown"),
        State("archived", "已归档", "over", terminal=True),
        State("cancelled", "已取消", "over", terminal=True),
    ),
    (
        Transition("change", ("draft",), SAME, DRAW, "修改"),
        Transition("submit", ("draft",), "waiting", DRAW, "送另一位同志看"),
        Transition("give_back", ("waiting",), "draft", RELEASE, "退回修改"),
        Transition("release", ("waiting",), "released", RELEASE, "放行", (), "放行，名册固定"),
        Transition("keep", ("draft", "waiting", "released"), SAME, DRAW, "换责任人", (), "换责任人"),
        Transition("enrol", ("released",), SAME, DRAW, "补进名册", (), "名册补人"),
        Transition("announce", ("released",), "shown", RELEASE, "公布结果", (), "公布结果"),
        Transition("archive", ("shown",), "archived", RELEASE, "归档", (), "归档，票箱销毁"),
        Transition("cancel", ("draft", "waiting", "released"), "cancelled", RELEASE, "取消", (), "取消，收到的票不计"),
        Transition("carried", ("draft", "waiting", "released", "shown", "archived"), SAME, "system", "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip
