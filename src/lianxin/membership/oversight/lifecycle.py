"""The table of a matter. Nothing in it happens by itself: the system reminds, people decide."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, Lifecycle, State, Transition

KEEP = "oversight.keep"

OVERSIGHT = Lifecycle(
    "oversight", "监督事项",
    (
        State("open", "办理中", "open"),
        State("settled", "已办结", "over", terminal=True),
        State("revoked", "已撤销", "over", terminal=True),
    ),
    (
        Transition("note", ("open",), SAME, KEEP, "记进展", (), "有新的进展"),
        Transition("answer", ("open", "settled"), SAME, "author", "本人说明", (), "本人作了说明"),
        Transition("enter_answer", ("open", "settled"), SAME, KEEP, "代录本人说明", (), "代录了您纸上交来的说明"),
        Transition("date", ("open",), SAME, KEEP, "改期限", (), "改正期限有变"),
        Transition("settle", ("open",), "settled", KEEP, "办结", (), "已办结"),
        Transition("revoke", ("open", "settled"), "revoked", KEEP, "撤销", (), "已撤销"),
        Transition("carried", ("open", "settled"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "open",
)  # fmt: skip
