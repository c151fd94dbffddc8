"""How calls, works and judges move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        "essays.Call.handler", "essays.Call.prepared_by", "essays.Call.decided_by", "essays.Work.handler",
        "essays.Work.decided_by",
    ),
    "essays.Work.author": Move(once=(("key",),)),
    "essays.Judge.person": Move(once=(("call",),)),  # one person judges once; what the other row said stays where it is
    "essays.Recusal.author": Move(once=(("judge",),)),
})  # fmt: skip
declare_loose("accounts.Person", moving("essays.CallStep.person_id", "essays.WorkStep.person_id"))
