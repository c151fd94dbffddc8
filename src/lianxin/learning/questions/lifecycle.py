"""The table of a question in the bank. Who wrote it never approves it; what was approved is changed only as a new version."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

READ, WRITE, REVIEW = "bank.read", "bank.write", "bank.review"

BANK = Lifecycle(
    "bank_question", "题库题目",
    (
        State("draft", "起草", "prepared"),
        State("waiting", "等复核", "prepared"),
        State("ready", "可以用", "used"),
        State("retired", "停用", "over"),
    ),
    (
        Transition("change", ("draft",), SAME, WRITE, "修改"),
        Transition("submit", ("draft",), "waiting", WRITE, "送另一位同志复核"),
        Transition("approve", ("waiting",), "ready", REVIEW, "复核通过"),
        Transition("give_back", ("waiting",), "draft", REVIEW, "退回修改"),
        Transition("revise", ("ready",), "draft", WRITE, "修改成新的版本"),
        Transition("retire", ("draft", "waiting", "ready"), "retired", WRITE, "停用"),
        Transition("bring_back", ("retired",), "waiting", WRITE, "恢复，送复核"),
        Transition("found_wrong", ("ready",), "draft", "system", "竞赛中认定有误，退回修改"),
    ),
    "draft",
)  # fmt: skip
