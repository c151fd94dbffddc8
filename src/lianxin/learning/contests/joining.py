"""How contests move when two persons are one. Took both part in one contest, each entry with its papers stays."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare(moving("contests.Contest.handler", "contests.Contest.author", "contests.Objection.decided_by"))
declare({"contests.Entry.person": Move(once=(("contest",),)), "contests.Objection.person": Move(once=(("pooled",),))})
declare_loose("accounts.Person", moving("contests.ContestStep.person_id"))
