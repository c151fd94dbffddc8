"""How reports and talks move when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, moving

declare({
    **moving("reports.Report.let_out_by", "reports.Report.entered_by"),
    "reports.Report.member": Move(once=(("key",),)),
    "reports.Comment.by": Move(once=(("report", "key"),)),
    "reports.Wish.member": Move(once=(("key",), ("to",))),
    "reports.Wish.to": Move(once=(("member",),)),
    "reports.Talk.member": Move(),
    "reports.Talk.by": Move(once=(("key",),)),
})  # fmt: skip
