"""How elections move when two persons are one. On both lines of one roll, each stays: a roll that was fixed stays as it was."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare(moving("elections.Election.handler", "elections.Election.author"))
declare(dict.fromkeys(
    ("elections.Voter.person", "elections.Candidate.person", "elections.Scrutineer.person"),
    Move(once=(("election",),)),
))  # fmt: skip
declare({"elections.PaperTally.person": Move(once=(("round",),))})
declare_loose("accounts.Person", moving("elections.ElectionStep.person_id"))
