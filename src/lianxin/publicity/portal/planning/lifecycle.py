"""The way of a topic from the plan to the readers."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

from .words import OPEN, WRITE

TOPIC = Lifecycle(
    "portal_topic", "选题策划",
    (
        State("planned", "待认领", "waiting"),
        State("writing", "写作中", "waiting"),
        State("drafted", "已有稿件", "waiting"),
        State("done", "已发布", "shown", terminal=True),
        State("dropped", "不做了", "ended", terminal=True),
    ),
    (
        Transition("take", ("planned",), "writing", WRITE, "我来写"),
        Transition("link", OPEN, "drafted", WRITE, "关联稿件"),
        Transition("assign", ("planned",), "writing", WRITE, "交给"),
        Transition("assign", ("writing", "drafted"), SAME, WRITE, "交给"),
        Transition("change", OPEN, SAME, WRITE, "修改"),
        Transition("unlink", ("drafted",), "writing", WRITE, "取消关联"),
        Transition("drop", OPEN, "dropped", WRITE, "不做了"),
        Transition("resume", ("dropped",), "planned", WRITE, "重新列入"),
        Transition("publish", ("drafted",), "done", "system", "稿件已发布"),
        Transition("reopen", ("done",), "drafted", "system", "稿件已撤下"),
        Transition("carry", OPEN, SAME, "system", "随单位合并转入"),
    ),
    "planned",
)  # fmt: skip
