"""The table of a resource. Who entered it never lets it be shown; what is shown is changed only out of sight."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

READ, WRITE, REVIEW = "resources.read", "resources.write", "resources.review"

RESOURCE = Lifecycle(
    "learning_resource", "学习资源",
    (
        State("draft", "起草", "prepared"),
        State("waiting", "等审核", "prepared"),
        State("shown", "可以看", "used"),
        State("withdrawn", "撤下", "over"),
    ),
    (
        Transition("change", ("draft",), SAME, WRITE, "修改"),
        Transition("submit", ("draft",), "waiting", WRITE, "送另一位同志审核"),
        Transition("approve", ("waiting",), "shown", REVIEW, "审核通过"),
        Transition("give_back", ("waiting",), "draft", REVIEW, "退回修改"),
        Transition("revise", ("shown",), "draft", WRITE, "收回修改"),
        Transition("withdraw", ("draft", "waiting", "shown"), "withdrawn", WRITE, "撤下"),
        Transition("bring_back", ("withdrawn",), "waiting", WRITE, "恢复，送审核"),
        Transition("take_over", ("draft", "waiting", "shown"), SAME, WRITE, "接手保管"),
    ),
    "draft",
)  # fmt: skip
