"""How polls move when two persons are one. On both rolls of one poll, each line stays: what was cast was cast."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare(
    moving(
        "polls.Poll.handler",
        "polls.Poll.author",
        "polls.Poll.keeper",
        "polls.Poll.deputy",
        "polls.Objection.answered_by",
    )
)
declare(dict.fromkeys(
    ("polls.Roll.person", "polls.NamedBallot.person", "polls.PaperCount.person", "polls.Objection.person"),
    Move(once=(("poll",),)),
))  # fmt: skip
declare_loose("accounts.Person", moving("polls.PollStep.person_id"))
