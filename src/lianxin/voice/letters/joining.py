"""How letters move when two persons are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        "letters.Letter.handler", "letters.Letter.author", "letters.Letter.assisted_by", "letters.Reply.drafted_by",
        "letters.Reply.approved_by", "letters.CallBack.caller", "letters.Review.reviewer", "letters.WordsReview.reviewer", "letters.Adoption.proposed_by",
        "letters.Adoption.confirmed_by", "letters.Picked.chosen_by", "letters.LetterGroup.decided_by", "letters.Rise.marked_by", "letters.Instruction.by", "letters.Instruction.reported_by",
    ),
    "letters.Party.person": Move(once=(("letter", "role"),), where=Q(organisation=None)),
    "letters.Seen.person": Move(once=(("letter",),)),
    "letters.Interest.person": Move(once=(("topic",),)),
    "letters.Follow.person": Move(once=(("letter",),)),
})  # fmt: skip
declare_loose("accounts.Person", moving("letters.LetterStep.person_id"))
